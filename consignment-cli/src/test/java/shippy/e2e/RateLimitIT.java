package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
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

  /** What two seconds bring: a machine that is busy for less loses no tokens. */
  private static final int BURST = 2 * RATE;

  private static final int SECONDS = 5;

  private final CapacityProcesses services = new CapacityProcesses();

  @AfterEach
  void close() {
    services.close();
  }

  @Test
  void process_serves_its_rate_and_says_once_that_it_refuses_and_once_that_this_is_over() {
    RunningCommand service = services.start("--server_rate=%d/s,burst=%d".formatted(RATE, BURST));
    Channel channel = services.channel(service);
    offered(channel, Duration.ofSeconds(3)); // a JVM that has just started is slow by itself
    OfferedCalls calls = offered(channel, Duration.ofSeconds(SECONDS));
    int answers = (int) Math.round(calls.answered() * SECONDS);
    System.out.printf("figure: %d/s, burst %d: %s%n", RATE, BURST, calls);
    assertThat(answers).isBetween(RATE * (SECONDS - 1), BURST + RATE * (SECONDS + 1));
    assertThat(calls.failed(Status.Code.RESOURCE_EXHAUSTED)).isPositive();
    service.awaitLine(
        "level=info Server has refused no calls for 5 s, after \\d+", Duration.ofSeconds(20));
    assertThat(service.stdout() + service.stderr()).containsOnlyOnce("Server refuses calls: ");
  }

  private static OfferedCalls offered(Channel channel, Duration time) {
    return OfferedCalls.to(channel, Specification.getDefaultInstance(), 4 * RATE, time);
  }
}
