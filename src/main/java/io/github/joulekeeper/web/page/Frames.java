package io.github.joulekeeper.web.page;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.web.StatusResource;
import io.github.joulekeeper.web.StatusResource.StatusView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;

/** Makes the frame of a page. */
@Singleton
class Frames {
    private final StatusResource status;
    private final Present present;
    private final InstantSource clock;

    Frames(StatusResource status, Present present, InstantSource clock) {
        this.status = status;
        this.present = present;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        private Templates() {}

        static native TemplateInstance missing(Frame frame, String message);
    }

    /** A page that says that there is no such thing, with status 404. */
    WebApplicationException missing(String message) {
        String page = Templates.missing(frame("Not found", ""), message).render();
        return new WebApplicationException(Response.status(Response.Status.NOT_FOUND)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .entity(page)
                .build());
    }

    Frame frame(String title, String section) {
        StatusView view = status.status().toCompletableFuture().join();
        return new Frame(
                title, section, Verdict.of(view), view.mode().equals("observe"), clock.instant(), present.zone());
    }
}
