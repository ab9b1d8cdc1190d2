package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import shippy.proto.vessel.Specification;
import shippy.testkit.RunningCommand;

/** A process with a rate, under more calls than that. */
@Timeout(120)
class RateLimitIT {
  private static final int RATE = 50;
  private static final int BURST = 10;
  private static final int SECONDS = 5;

  private final CapacityProcesses services = new CapacityProcesses();

  @AfterEach
  void close() {
    services.close();
  }

  @Test
  void process_serves_its_rate_and_says_once_that_it_refuses_and_once_that_this_is_over() {
    RunningCommand service = services.start("--server_rate=%d/s,burst=%d".formatted(RATE, BURST));
    OfferedCalls calls =
        OfferedCalls.to(
            services.channel(service),
            Specification.getDefaultInstance(),
            4 * RATE,
            Duration.ofSeconds(SECONDS));
    int answers = (int) Math.round(calls.answered() * SECONDS);
    System.out.printf("figure: %d/s, burst %d: %s%n", RATE, BURST, calls);
    assertThat(answers).isBetween(BURST + RATE * (SECONDS - 1), BURST + RATE * (SECONDS + 2));
    assertThat(calls.failed(Status.Code.RESOURCE_EXHAUSTED)).isPositive();
    service.awaitLine(
        "level=info Server refuses calls no more, after \\d+", Duration.ofSeconds(20));
    assertThat(service.stdout() + service.stderr()).containsOnlyOnce("Server refuses calls: ");
  }
}
