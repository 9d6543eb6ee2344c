/** The pure core: state, rules, time and an event in; decisions with their reasons out. */
@NullMarked
package io.github.joulekeeper.engine;

import org.jspecify.annotations.NullMarked;
