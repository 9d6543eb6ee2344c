package io.github.joulekeeper.web.page;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What every page has around its own content.
 *
 * @param title the page's title
 * @param section which link of the navigation it belongs to
 * @param verdict is it working?
 * @param observe whether the mode is observe
 * @param now when the page was made
 * @param zone the zone of all times that people read, the rules' own
 */
public record Frame(String title, String section, Verdict verdict, boolean observe, Instant now, ZoneId zone) {}
