/** REST resources, event streams and pages. */
@NullMarked
package io.github.joulekeeper.web;

import org.jspecify.annotations.NullMarked;
