package io.github.joulekeeper.web;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The device models that Joulekeeper knows. */
@Path("/api/models")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class ModelsResource {
    private final Catalog catalog;

    ModelsResource(Catalog catalog) {
        this.catalog = catalog;
    }

    /** A model in the list of models. */
    @RegisterForReflection
    public record ModelSummary(String id, String name, int quotas, int settings) {}

    /** All models. */
    @GET
    @Operation(summary = "All device models of the catalog")
    public List<ModelSummary> list() {
        return catalog.models().stream()
                .map(model -> new ModelSummary(
                        model.id(),
                        model.name(),
                        model.quotaCount(),
                        model.settings().size()))
                .toList();
    }

    /** One model with everything that it reports and that can be set on it. */
    @GET
    @Path("{model}")
    @Operation(summary = "One device model: its quotas, settings and commands")
    public ModelView read(@PathParam("model") String id) {
        return catalog.model(id)
                .map(ModelView::of)
                .orElseThrow(() -> Problem.notFound("There is no model '%s'. Known are %s"
                        .formatted(id, catalog.models().stream().map(Model::id).collect(Collectors.joining(", ")))));
    }
}
