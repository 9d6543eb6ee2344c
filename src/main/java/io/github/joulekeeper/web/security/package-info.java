/** Who may do what over HTTP: keys, sessions, roles, and what is refused before it costs anything. */
@NullMarked
package io.github.joulekeeper.web.security;

import org.jspecify.annotations.NullMarked;
