package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.testkit.registry.ForwardingRegistry;

class ServiceCountsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration TTL = Duration.ofDays(1);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final InMemoryRegistry registry = new InMemoryRegistry(clock);
  private final AtomicBoolean away = new AtomicBoolean();
  private final AtomicInteger changes = new AtomicInteger();
  private final ServiceCounts counts =
      new ServiceCounts(reached(), clock, changes::incrementAndGet);

  private Registry reached() {
    return new ForwardingRegistry(registry) {
      @Override
      public List<String> services() {
        if (away.get()) {
          throw new RegistryException(Problem.of(ExitCode.UNAVAILABLE, "away"), new IOException());
        }
        return super.services();
      }
    };
  }

  @Test
  void services_of_a_registry_that_cannot_list_are_not_counted() {
    Registry unlisted =
        new ForwardingRegistry(registry) {
          @Override
          public boolean canList() {
            return false;
          }

          @Override
          public List<String> services() {
            throw new AssertionError("asked for what it cannot tell");
          }
        };
    try (ServiceCounts none = new ServiceCounts(unlisted, clock, changes::incrementAndGet)) {
      eventually(SOON, () -> assertThat(none.summary()).isEqualTo("services not listed"));
      assertThat(none.services()).isEmpty();
    }
  }

  @AfterEach
  void close() {
    counts.close();
  }

  private void says(String summary) {
    eventually(SOON, () -> assertThat(counts.summary()).isEqualTo(summary));
  }

  // Advanced at each try: the first may come before the next look is scheduled.
  private void saysAtNextLook(String summary) {
    eventually(
        SOON,
        () -> {
          clock.advance(LOOK);
          assertThat(counts.summary()).isEqualTo(summary);
        });
  }

  private void register(String service, String id) {
    registry.register(Node.of(service, id, "127.0.0.1:1"), TTL);
  }

  @Test
  void instances_are_seen_at_once_and_services_at_the_next_look() {
    says("no services");
    register("vessel", "one");
    register("freight", "one");
    saysAtNextLook("2 services, 2 instances");
    assertThat(counts.services()).containsExactly("freight", "vessel");

    int before = changes.get();
    register("vessel", "two");
    says("2 services, 3 instances");
    assertThat(changes).hasValueGreaterThan(before);
  }

  @Test
  void a_service_without_instances_is_forgotten() {
    Node only = Node.of("vessel", "one", "127.0.0.1:1");
    says("no services");
    registry.register(only, TTL);
    saysAtNextLook("1 service, 1 instance");
    registry.deregister(only);
    saysAtNextLook("no services");
    assertThat(counts.services()).isEmpty();
  }

  @Test
  void a_registry_that_is_away_is_asked_again() {
    says("no services");
    away.set(true);
    saysAtNextLook("registry away");
    away.set(false);
    register("vessel", "one");
    saysAtNextLook("1 service, 1 instance");
  }

  @Test
  void nothing_is_looked_for_once_it_is_closed() {
    says("no services");
    counts.close();
    int before = changes.get();
    register("vessel", "one");
    clock.advance(LOOK);
    assertThat(counts.summary()).isEqualTo("no services");
    assertThat(changes).hasValue(before);
  }
}
