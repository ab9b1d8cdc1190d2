package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.testkit.ThrowingRunnable;

/** How long something took or lasted, printed for the record. */
final class RecoveryTime {
  private RecoveryTime() {}

  /** Waits for a recovery, from now on. */
  static void within(Duration limit, String what, ThrowingRunnable recovered) {
    Supplier<Duration> taken = Clock.system().stopwatch();
    eventually(limit, recovered);
    print(what, taken.get(), limit);
  }

  /** Watches for a span, and adds up the time in which something was not there. */
  static void absence(Duration limit, String what, Duration span, BooleanSupplier present) {
    AtomicLong absentNanos = new AtomicLong();
    AtomicLong lastNanos = new AtomicLong();
    Supplier<Duration> taken = Clock.system().stopwatch();
    throughout(
        span,
        () -> {
          boolean there = present.getAsBoolean();
          long nowNanos = taken.get().toNanos();
          long sinceNanos = nowNanos - lastNanos.getAndSet(nowNanos);
          absentNanos.addAndGet(there ? 0 : sinceNanos);
        });
    Duration absent = Duration.ofNanos(absentNanos.get());
    print(what, absent, limit);
    assertThat(absent).as(what).isLessThanOrEqualTo(limit);
  }

  private static void print(String what, Duration figure, Duration limit) {
    System.out.printf(
        Locale.ROOT,
        "figure: %s: %.2f s (limit %.1f s)%n",
        what,
        figure.toMillis() / 1e3,
        limit.toMillis() / 1e3);
  }
}
