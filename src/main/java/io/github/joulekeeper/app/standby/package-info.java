/** Which of several processes owns the account: the one that holds a Kubernetes lease. The others stand by. */
@NullMarked
package io.github.joulekeeper.app.standby;

import org.jspecify.annotations.NullMarked;
