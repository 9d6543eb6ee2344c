/** A stand-in for the vendor's cloud, with stations that have a battery in them. */
@NullMarked
package io.github.joulekeeper.simulator;

import org.jspecify.annotations.NullMarked;
