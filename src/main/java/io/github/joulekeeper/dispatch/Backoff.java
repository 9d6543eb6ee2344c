package io.github.joulekeeper.dispatch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double up to a bound, each shortened by chance to between half and the whole of it. */
final class Backoff {
    private final DispatchPolicy policy;
    private final RandomGenerator random;

    Backoff(DispatchPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /** The wait before a retry, 1 for the first. */
    Duration before(int retry) {
        long longest = policy.longestBackoff().toMillis();
        long whole = Math.min(longest, policy.firstBackoff().toMillis() << Math.min(retry - 1, 20));
        long half = whole / 2;
        return Duration.ofMillis(whole - half + (half == 0 ? 0 : random.nextLong(half + 1)));
    }
}
