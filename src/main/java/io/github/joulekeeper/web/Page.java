package io.github.joulekeeper.web;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of the ledger's, newest first. The next page is named by a cursor that stays where it is while new
 * entries come, and the whole answer by a tag that changes with every entry.
 */
final class Page {
    private static final String MARK = "before:";

    private Page() {}

    /** What a cursor stands for. @throws jakarta.ws.rs.WebApplicationException if it is none of ours */
    static Optional<Long> before(@Nullable String cursor) {
        if (cursor == null) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(MARK)) {
                return Optional.of(Long.parseLong(text.substring(MARK.length())));
            }
        } catch (IllegalArgumentException noCursor) {
            // Told below.
        }
        throw Problem.badRequest(
                "cursor must be one that the Link header of the page before gave, not '%s'".formatted(cursor));
    }

    /**
     * Answers with a page, or with 304 if the client has it already.
     *
     * @param ifNoneMatch the tags that the client has
     * @param tag stands for the content of the ledger
     * @param page reads the page, read after the tag so that it is never older
     * @param limit how many the page may hold: a full one has a next one
     * @param place by which the next page begins after the last of this one
     */
    static <T> RestResponse<List<T>> answer(
            @Nullable String ifNoneMatch,
            String tag,
            Supplier<List<T>> page,
            int limit,
            ToLongFunction<T> place,
            UriInfo uri) {
        EntityTag entityTag = new EntityTag(tag, true);
        String value = "W/\"" + tag + "\"";
        if (ifNoneMatch != null && (ifNoneMatch.strip().equals("*") || ifNoneMatch.contains('"' + tag + '"'))) {
            return RestResponse.ResponseBuilder.<List<T>>create(RestResponse.Status.NOT_MODIFIED)
                    .header("ETag", value)
                    .build();
        }
        List<T> list = page.get();
        var response =
                RestResponse.ResponseBuilder.ok(list).tag(entityTag).header("Cache-Control", "private, no-cache");
        if (list.size() == limit) {
            String cursor = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((MARK + place.applyAsLong(list.getLast())).getBytes(StandardCharsets.UTF_8));
            String next = uri.getRequestUriBuilder()
                    .replaceQueryParam("cursor", cursor)
                    .build()
                    .toString();
            response.header("Link", "<%s>; rel=\"next\"".formatted(next.replaceFirst("^[a-z]+://[^/]+", "")));
        }
        return response.build();
    }
}
