package io.github.joulekeeper.app;

import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Lets commands pass only while this process owns the account. A process that was stopped for a while goes on with whatever it
 * had in hand; by then another may be the owner.
 */
final class OwnerTransport implements Transport {
    private final Transport transport;
    private final BooleanSupplier owner;

    OwnerTransport(Transport transport, BooleanSupplier owner) {
        this.transport = transport;
        this.owner = owner;
    }

    @Override
    public CompletionStage<Delivery> send(Command command, long messageId) {
        return owner.getAsBoolean()
                ? transport.send(command, messageId)
                : CompletableFuture.completedFuture(
                        Delivery.Failed.neverSent("this process does not own the account any more"));
    }

    @Override
    public void requestReadBack(String serial, List<String> quotaKeys) {
        if (owner.getAsBoolean()) {
            transport.requestReadBack(serial, quotaKeys);
        }
    }
}
