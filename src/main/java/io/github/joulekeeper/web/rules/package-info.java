/** REST resources for rules: read, written, checked, explained, replayed. */
@NullMarked
package io.github.joulekeeper.web.rules;

import org.jspecify.annotations.NullMarked;
