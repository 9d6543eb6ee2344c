/** Configuration, wiring, lifecycle, health and metrics. */
@NullMarked
package io.github.joulekeeper.app;

import org.jspecify.annotations.NullMarked;
