package io.github.joulekeeper.web.rules;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;

/** Says in the API's description what a body is that may be YAML: a rule. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class RuleBodiesInDescription implements OASFilter {
    @Override
    public RequestBody filterRequestBody(RequestBody body) {
        Content content = body.getContent();
        if (content != null && content.hasMediaType(RuleHttp.YAML)) {
            content.getMediaTypes().forEach((type, media) -> {
                boolean yaml = type.endsWith("yaml");
                media.setSchema(OASFactory.createSchema()
                        .type(List.of(yaml ? Schema.SchemaType.STRING : Schema.SchemaType.OBJECT)));
                media.addExample("night", OASFactory.createExample().value(yaml ? Examples.RULE : Examples.RULE_JSON));
            });
        }
        return body;
    }
}
