package io.github.joulekeeper.web.page;

import io.github.joulekeeper.web.Problem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Tells an error to people as a page, where a program is told it as a problem. */
public class TroublePages {
    @CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        private Templates() {}

        static native TemplateInstance trouble(Problem problem, boolean passing);
    }

    /** Puts a page in the place of a problem, if a browser asked for one. */
    @ServerResponseFilter
    public void tell(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem && wantsPage(request)) {
            boolean passing = response.getHeaders().containsKey(HttpHeaders.RETRY_AFTER);
            response.setEntity(
                    Templates.trouble(problem, passing).render(), null, MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
        }
    }

    private static boolean wantsPage(ContainerRequestContext request) {
        @Nullable String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        String path = request.getUriInfo().getPath();
        return request.getMethod().equals(HttpMethod.GET)
                && accept != null
                && accept.contains(MediaType.TEXT_HTML)
                && !path.startsWith("/api/");
    }
}
