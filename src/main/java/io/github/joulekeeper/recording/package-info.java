/** Recordings of what happened to the core: written while the service runs, read by the replay. The format is JSON Lines. */
@NullMarked
package io.github.joulekeeper.recording;

import org.jspecify.annotations.NullMarked;
