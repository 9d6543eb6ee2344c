package io.github.joulekeeper.web;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;

/** Lets tests send YAML, and anything else, as the text that it is. */
public final class TextTypes {
    public static final RestAssuredConfig CONFIG = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .defaultContentCharset("UTF-8")
                    .encodeContentTypeAs("application/yaml", ContentType.TEXT)
                    .encodeContentTypeAs("application/x-yaml", ContentType.TEXT)
                    .encodeContentTypeAs("text/yaml", ContentType.TEXT)
                    .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)
                    .encodeContentTypeAs("image/png", ContentType.TEXT));

    private TextTypes() {}
}
