/** Benchmarks of the core in one process, for JMH. See docs/performance.md. */
@NullUnmarked
package io.github.joulekeeper.bench;

import org.jspecify.annotations.NullUnmarked;
