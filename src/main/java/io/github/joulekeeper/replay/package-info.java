/** Runs rules over a recording in virtual time, against stations that do what they are told. */
@NullMarked
package io.github.joulekeeper.replay;

import org.jspecify.annotations.NullMarked;
