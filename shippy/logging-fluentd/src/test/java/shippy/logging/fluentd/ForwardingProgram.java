package shippy.logging.fluentd;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.Deadline;
import shippy.config.LogIdentity;

/**
 * Logs so many lines of so many characters, so many a second (0: as fast as it can), then ends.
 * Says on standard output when, and how long the slowest line took.
 */
final class ForwardingProgram {
  private static final Duration STEP = Duration.ofMillis(10);

  private ForwardingProgram() {}

  public static void main(String[] args) {
    int lines = Integer.parseInt(args[0]);
    String text = "x".repeat(Integer.parseInt(args[1]));
    int aStep = Math.max(1, Integer.parseInt(args[2]) / 100);
    LogIdentity.set("program", "program-1");
    Logger log = LoggerFactory.getLogger(ForwardingProgram.class);
    Duration slowest = Duration.ZERO;
    for (int i = 0; i < lines; i++) {
      if (aStep > 1 && i % aStep == 0) {
        Deadline.within(STEP, new CompletableFuture<Void>(), Clock.system());
      }
      Supplier<Duration> time = Clock.system().stopwatch();
      log.info("{} {}", i, text);
      slowest = slowest.compareTo(time.get()) > 0 ? slowest : time.get();
    }
    System.out.println(slowest.toNanos() / 1_000 + " us");
    System.out.println(Clock.system().now());
    System.exit(0);
  }
}
