package io.github.joulekeeper.ecoflow;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;

/**
 * The five documented calls of the cloud's HTTP API. Bodies are texts, so that what is signed is what is sent; the {@code
 * GET}s carry no content type, which would break their signature.
 */
@Path("/iot-open/sign")
public interface IotOpenApi {
    /** The content type that the vendor's page asks for. */
    String JSON = "application/json;charset=UTF-8";

    /** All stations that are bound to the account. */
    @GET
    @Path("/device/list")
    CompletionStage<Response> devices();

    /** Sets something on a station. */
    @PUT
    @Path("/device/quota")
    @Consumes(JSON)
    CompletionStage<Response> set(String body);

    /** Reads some quotas. */
    @POST
    @Path("/device/quota")
    @Consumes(JSON)
    CompletionStage<Response> get(String body);

    /** Reads all quotas that the cloud remembers. */
    @GET
    @Path("/device/quota/all")
    CompletionStage<Response> all(@QueryParam("sn") String serial);

    /** Host, account and password for MQTT. */
    @GET
    @Path("/certification")
    CompletionStage<Response> certification();
}
