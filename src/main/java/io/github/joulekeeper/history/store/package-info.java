/** Keeps the history in the ledger's database. */
@NullMarked
package io.github.joulekeeper.history.store;

import org.jspecify.annotations.NullMarked;
