/** What quotas were, minute by minute: plain arithmetic on readings. */
@NullMarked
package io.github.joulekeeper.history;

import org.jspecify.annotations.NullMarked;
