/** The pages: rendered on the server, kept up to date in the browser by the events of {@code /api/events}. */
@NullMarked
package io.github.joulekeeper.web.page;

import org.jspecify.annotations.NullMarked;
