/** Simulated stations: what they report, which commands they know, and the battery behind both. */
@NullMarked
package io.github.joulekeeper.simulator.station;

import org.jspecify.annotations.NullMarked;
