/** The catalog of device models: their quotas, settings and commands, and the loader of the files that describe them. */
@NullMarked
package io.github.joulekeeper.device;

import org.jspecify.annotations.NullMarked;
