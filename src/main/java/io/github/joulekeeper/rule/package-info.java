/** Rules as data: conditions, expressions and the settings they ask for. */
@NullMarked
package io.github.joulekeeper.rule;

import org.jspecify.annotations.NullMarked;
