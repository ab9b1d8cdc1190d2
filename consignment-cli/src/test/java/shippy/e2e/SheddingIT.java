package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import shippy.proto.vessel.Specification;

/**
 * A service under several times the calls that it can serve. Each is warm before it is measured: a
 * JVM that has just started is slow by itself. {@code -Dshedding.seconds=20} runs the long one.
 */
@ResourceLock("processor")
@Timeout(200)
class SheddingIT {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("shedding.seconds", 6));
  private static final Duration WARM = Duration.ofSeconds(5);
  private static final int CAPACITY = CapacityService.PER_SECOND;
  private static final int OFFERED = 5 * CAPACITY;
  private static final Specification WAITS = Specification.getDefaultInstance();
  private static final Specification BURNS = Specification.newBuilder().setMaxWeight(1).build();

  private final CapacityProcesses services = new CapacityProcesses();

  @AfterEach
  void close() {
    services.close();
  }

  private Channel service(String shed) {
    return services.channel(services.start("--server_shed=" + shed));
  }

  private OfferedCalls overloaded(String shed) {
    Channel service = service(shed);
    OfferedCalls.to(service, WAITS, OFFERED, WARM);
    return OfferedCalls.to(service, WAITS, OFFERED, TIME);
  }

  @Test
  void overloaded_service_serves_its_capacity_in_time_and_collapses_without_shedding() {
    Channel idle = service("off");
    OfferedCalls.to(idle, WAITS, CAPACITY / 5, Duration.ofSeconds(2));
    OfferedCalls unloaded = OfferedCalls.to(idle, WAITS, CAPACITY / 5, Duration.ofSeconds(3));
    OfferedCalls shed = overloaded("concurrency:gradient");
    OfferedCalls open = overloaded("off");
    System.out.printf(
        "figure: capacity %d/s; unloaded: %s%nfigure: gradient: %s%nfigure: off: %s%n",
        CAPACITY, unloaded, shed, open);
    assertThat(shed.answered()).isGreaterThan(0.8 * CAPACITY);
    assertThat(shed.p99Millis()).isLessThan(open.p99Millis() / 2);
    assertThat(shed.failed(Status.Code.UNAVAILABLE)).isZero();
    assertThat(open.answered()).isLessThan(0.5 * CAPACITY);
  }

  /** Smaller: whatever else this machine does counts as load. */
  @Test
  void service_on_busy_processors_refuses_some_and_answers_the_others() {
    OfferedCalls calls = OfferedCalls.to(service("cpu:300"), BURNS, 1_000, Duration.ofSeconds(8));
    System.out.printf("figure: cpu:300: %s%n", calls);
    assertThat(calls.failed(Status.Code.RESOURCE_EXHAUSTED)).isPositive();
    assertThat(calls.answered()).isGreaterThan(20);
  }
}
