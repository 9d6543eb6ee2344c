/** The commands of the program: run, demo, validate, replay and explain. */
@NullMarked
package io.github.joulekeeper.cli;

import org.jspecify.annotations.NullMarked;
