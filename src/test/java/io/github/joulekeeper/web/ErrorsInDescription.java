package io.github.joulekeeper.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds to the API's description the errors that every request of a kind can meet, and says that all errors are problems. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ErrorsInDescription implements OASFilter {
    private static final String API = "/api/";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() != null) {
            api.getComponents()
                    .addSecurityScheme(
                            "key",
                            OASFactory.createSecurityScheme()
                                    .type(SecurityScheme.Type.HTTP)
                                    .scheme("bearer")
                                    .description("An API key, as joulekeeper key create makes it"));
        }
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith(API)) {
                item.getOperations().forEach((method, operation) -> complete(item, method, operation));
            }
        });
    }

    private static void complete(PathItem item, PathItem.HttpMethod method, Operation operation) {
        APIResponses responses = operation.getResponses();
        add(responses, "401", "Nobody is logged in, and this address asks for it");
        add(responses, "403", "The caller's role does not allow it");
        add(
                responses,
                "503",
                method == PathItem.HttpMethod.GET
                        ? "The service cannot answer at present: its ledger is out of reach, or this replica stands by"
                        : "This replica stands by: another one owns the account");
        if (headers(operation).contains("If-Match")) {
            add(responses, "412", "It is not the one any more that If-Match names");
            add(responses, "428", "If-Match is missing");
        }
        if (headers(operation).contains("If-None-Match")) {
            add(responses, "304", "The client has this already, by the tag that it sent");
        }
        if (has(item, operation, Parameter.In.PATH)) {
            add(responses, "404", "There is no such thing");
        }
        if (has(item, operation, Parameter.In.QUERY)) {
            add(responses, "400", "A parameter is not what it must be");
        }
        if (operation.getRequestBody() != null) {
            add(responses, "400", "The body is not what it must be");
            add(responses, "413", "The body is too large");
            add(responses, "415", "The body's media type is not one that is taken here");
        }
        for (Map.Entry<String, APIResponse> response :
                responses.getAPIResponses().entrySet()) {
            if (response.getKey().startsWith("4") || response.getKey().startsWith("5")) {
                response.getValue()
                        .setContent(OASFactory.createContent()
                                .addMediaType(
                                        Problem.MEDIA_TYPE,
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema()
                                                        .ref("#/components/schemas/Problem"))));
            }
        }
    }

    private static List<String> headers(Operation operation) {
        return operation.getParameters() == null
                ? List.of()
                : operation.getParameters().stream()
                        .filter(parameter -> parameter.getIn() == Parameter.In.HEADER)
                        .map(Parameter::getName)
                        .toList();
    }

    private static boolean has(PathItem item, Operation operation, Parameter.In where) {
        return in(item.getParameters(), where) || in(operation.getParameters(), where);
    }

    private static boolean in(@org.jspecify.annotations.Nullable List<Parameter> parameters, Parameter.In where) {
        return parameters != null && parameters.stream().anyMatch(parameter -> parameter.getIn() == where);
    }

    private static void add(APIResponses responses, String status, String description) {
        if (responses.getAPIResponse(status) == null) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
        }
    }
}
