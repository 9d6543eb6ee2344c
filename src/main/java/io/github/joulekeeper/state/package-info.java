/** What is known about each station now: readings, their instants and how fresh they are. */
@NullMarked
package io.github.joulekeeper.state;

import org.jspecify.annotations.NullMarked;
