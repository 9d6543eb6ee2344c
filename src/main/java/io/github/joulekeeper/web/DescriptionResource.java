package io.github.joulekeeper.web;

import io.github.joulekeeper.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The API's description for programs. It is made from the code when the product is tested, not at each start, and so lies in
 * the product as a file.
 */
@Path("/q")
@RolesAllowed(Roles.VIEWER)
public class DescriptionResource {
    private static final String JSON = "json";

    /** As YAML, or as JSON where the caller asks for that. */
    @GET
    @Path("openapi")
    @Operation(hidden = true)
    public Response read(
            @HeaderParam("Accept") @Nullable String accepted, @QueryParam("format") @Nullable String format) {
        boolean asked = accepted != null && accepted.contains(MediaType.APPLICATION_JSON);
        return asked || JSON.equalsIgnoreCase(format) ? json() : yaml();
    }

    /** As JSON. */
    @GET
    @Path("openapi.json")
    @Operation(hidden = true)
    public Response json() {
        return answer(JSON);
    }

    /** As YAML. */
    @GET
    @Path("openapi.yaml")
    @Operation(hidden = true)
    public Response yaml() {
        return answer("yaml");
    }

    private static Response answer(String format) {
        try (InputStream description =
                Objects.requireNonNull(DescriptionResource.class.getResourceAsStream("/openapi." + format))) {
            return Response.ok(description.readAllBytes())
                    .type("application/%s;charset=UTF-8".formatted(format))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
