/** Keeps the ledger in a database. */
@NullMarked
package io.github.joulekeeper.ledger.store;

import org.jspecify.annotations.NullMarked;
