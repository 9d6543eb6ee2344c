/** The commands of the program: run, validate, replay and demo. */
@NullMarked
package io.github.joulekeeper.cli;

import org.jspecify.annotations.NullMarked;
