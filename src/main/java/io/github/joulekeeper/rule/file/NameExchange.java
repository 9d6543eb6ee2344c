package io.github.joulekeeper.rule.file;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lets two files change their names in one step, where the system can ({@code renameat2} of Linux with
 * {@code RENAME_EXCHANGE}). Unlike a plain rename it destroys nothing, so that whoever did it can look at what it replaced.
 */
final class NameExchange {
    private static final int WORKING_DIRECTORY = -100;
    private static final int EXCHANGE = 2;
    private static final Optional<MethodHandle> RENAMEAT2 = find();

    private NameExchange() {}

    private static Optional<MethodHandle> find() {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("renameat2")
                    .map(address -> linker.downcallHandle(
                            address,
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT)));
        } catch (RuntimeException | Error notHere) {
            // An Error where a native executable was not told of the call.
            return Optional.empty();
        }
    }

    /** True if the two have changed names; false if the system cannot, or one of them is not there. */
    static boolean exchange(Path one, Path other) {
        if (RENAMEAT2.isEmpty()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(one.toAbsolutePath().toString());
            MemorySegment to = arena.allocateFrom(other.toAbsolutePath().toString());
            int result = (int) RENAMEAT2.get().invokeExact(WORKING_DIRECTORY, from, WORKING_DIRECTORY, to, EXCHANGE);
            return result == 0;
        } catch (Throwable impossible) {
            // invokeExact declares it; the call itself throws nothing.
            return false;
        }
    }
}
