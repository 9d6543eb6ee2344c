/** The record of what was decided, sent, answered and read back. */
@NullMarked
package io.github.joulekeeper.ledger;

import org.jspecify.annotations.NullMarked;
