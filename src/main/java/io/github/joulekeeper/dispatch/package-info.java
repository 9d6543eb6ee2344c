/** Carries out decisions: guards, rates, retries and proof, through a transport that it is handed. */
@NullMarked
package io.github.joulekeeper.dispatch;

import org.jspecify.annotations.NullMarked;
