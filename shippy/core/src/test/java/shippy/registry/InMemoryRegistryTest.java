package shippy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.clock.ManualClock;

/** What the contract suite cannot say: exact times, and timers that race with renewals. */
class InMemoryRegistryTest {
  private static final Duration TTL = Duration.ofSeconds(15);
  private static final Node NODE = Node.of("s", "a", "h:1");

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final InMemoryRegistry registry = new InMemoryRegistry(clock);

  @AfterEach
  void close_registry() {
    registry.close();
  }

  @Test
  void says_what_and_where_it_is() {
    assertThat(registry.kind()).isEqualTo("memory");
    assertThat(registry.location()).isEqualTo("this process");
  }

  @Test
  void node_vanishes_exactly_when_its_ttl_has_passed() {
    registry.register(NODE, TTL);
    clock.advance(TTL.minusNanos(1));
    assertThat(registry.nodes("s")).containsExactly(NODE);
    clock.advance(Duration.ofNanos(1));
    assertThat(registry.nodes("s")).isEmpty();
    assertThat(registry.services()).isEmpty();
  }

  @Test
  void renewal_counts_from_its_own_time() {
    registry.register(NODE, TTL);
    clock.advance(Duration.ofSeconds(10));
    registry.register(NODE, TTL);
    clock.advance(Duration.ofSeconds(14));
    assertThat(registry.nodes("s")).containsExactly(NODE);
    clock.advance(Duration.ofSeconds(1));
    assertThat(registry.nodes("s")).isEmpty();
  }

  @Test
  void timer_that_could_not_be_cancelled_in_time_does_not_end_the_renewed_registration() {
    LateClock late = new LateClock();
    try (InMemoryRegistry racing = new InMemoryRegistry(late)) {
      racing.register(NODE, TTL);
      Runnable expiry = late.scheduled;
      racing.register(NODE, TTL);
      expiry.run();
      assertThat(racing.nodes("s")).containsExactly(NODE);
    }
  }

  @Test
  void names_with_slashes_are_not_confused() {
    registry.register(Node.of("s", "x/y", "h:1"), TTL);
    registry.register(Node.of("s/x", "y", "h:2"), TTL);
    assertThat(registry.nodes("s")).hasSize(1);
    assertThat(registry.nodes("s/x")).hasSize(1);
    assertThat(registry.services()).containsExactly("s", "s/x");
  }

  /** A clock whose timers cannot be cancelled and run when the test says so. */
  private static final class LateClock implements Clock {
    private Runnable scheduled = () -> {};

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      scheduled = task;
      return () -> {};
    }
  }
}
