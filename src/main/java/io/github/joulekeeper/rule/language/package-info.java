/** The lexer and the typed parser of conditions and expressions. */
@NullMarked
package io.github.joulekeeper.rule.language;

import org.jspecify.annotations.NullMarked;
