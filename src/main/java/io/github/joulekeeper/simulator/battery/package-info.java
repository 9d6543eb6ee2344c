/** The physics of a simulated station: pure functions from power and time to energy. */
@NullMarked
package io.github.joulekeeper.simulator.battery;

import org.jspecify.annotations.NullMarked;
