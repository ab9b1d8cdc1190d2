package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.consignment.Consignment.State;
import shippy.service.Workers;
import shippy.testkit.Concurrently;

/**
 * Random walks of three processes on one store, which are killed at any step, before a fleet behind
 * a network that loses, delays, doubles and reorders. Safety holds at every step; once the network
 * is well again, the recoveries alone bring both sides to agree. Each seed is one walk, always the
 * same: the test and the only worker take turns.
 */
class SagaWalkTest {
  private static final int SEEDS = 300;
  private static final int STEPS = 80;
  private static final int IDS = 8;
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Workers WORKERS = new Workers("walk-store", 1, 1_000);

  @AfterAll
  static void stop() {
    WORKERS.close();
  }

  @Test
  void every_walk_is_safe_at_every_step_and_ends_in_agreement() {
    EnumSet<State> ends = EnumSet.noneOf(State.class);
    int kills = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Walk walk = new Walk(seed);
      walk.run();
      ends.addAll(walk.states());
      kills += walk.kills;
    }
    assertThat(ends)
        .as("what the walks came to, or else they show nothing")
        .containsExactlyInAnyOrder(State.CONFIRMED, State.ABORTED, State.CANCELLED);
    assertThat(kills).isGreaterThan(SEEDS);
  }

  @Test
  void walk_of_a_seed_is_always_the_same() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(trace(seed)).as("seed %d", seed).isEqualTo(trace(seed));
    }
  }

  private static List<Object> trace(int seed) {
    Walk walk = new Walk(seed);
    walk.run();
    return List.of(walk.uses.get(), walk.kills, walk.all(EnumSet.allOf(State.class)));
  }

  private static final class Walk {
    final int seed;
    final Random random;
    final ManualClock clock = new ManualClock(NOON);
    final AtomicInteger uses = new AtomicInteger();
    final ConsignmentRepository store =
        new ForwardingRepository(new InMemoryConsignmentRepository()) {
          @Override
          <T> T pass(Supplier<T> call) {
            uses.incrementAndGet();
            return super.pass(call);
          }
        };
    final ModelFleet fleet = new ModelFleet(8);
    final ModelNetwork network;
    final ModelDriver[] drivers = new ModelDriver[3];
    final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    final Set<String> cancelAsked = new HashSet<>();
    final Set<String> cancelAcknowledged = ConcurrentHashMap.newKeySet();
    int kills;

    Walk(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.network = new ModelNetwork(random, fleet);
      alone(() -> Arrays.setAll(drivers, i -> start()));
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        alone(this::step);
        alone(this::restartTheDead);
        checkSafety(step);
      }
      heal();
      checkAgreement();
    }

    private void step() {
      int i = random.nextInt(drivers.length);
      String id = "c" + random.nextInt(IDS);
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> create(drivers[i], id);
        case 3 -> cancel(drivers[i], id);
        case 4 -> clock.advance(Duration.ofMillis(random.nextInt(4_000)));
        case 5 -> drivers[i].killAfter(random.nextInt(8));
        default -> network.step();
      }
    }

    private void restartTheDead() {
      for (int i = 0; i < drivers.length; i++) {
        if (drivers[i].isDead()) {
          kills++;
          drivers[i].close();
          drivers[i] = start();
        }
      }
    }

    private ModelDriver start() {
      ModelDriver driver = new ModelDriver(store, network.port(), WORKERS, clock);
      driver.start();
      return driver;
    }

    private void create(ModelDriver driver, String id) {
      int weightKg = 1 + id.hashCode() % 3;
      var unused =
          driver
              .create(
                  id, new ConsignmentContent("d", weightKg, List.of(new Container("", "", "", ""))))
              .thenAccept(confirmed -> acknowledged.add(confirmed.id()));
    }

    private void cancel(ModelDriver driver, String id) {
      cancelAsked.add(id);
      var unused =
          driver
              .cancel(id)
              .thenAccept(found -> found.ifPresent(row -> cancelAcknowledged.add(row.id())));
    }

    /** Does it while the worker rests, then lets the worker do what came of it. */
    private void alone(Runnable act) {
      CountDownLatch over = new CountDownLatch(1);
      var unused =
          WORKERS.call(
              () -> {
                Concurrently.await(over);
                return "on";
              });
      act.run();
      over.countDown();
      settleDown();
    }

    // What the worker does next may come of what it has just done; uses of the store tell.
    private void settleDown() {
      int before;
      do {
        before = uses.get() + network.size();
        WORKERS.call(() -> "idle").join();
        WORKERS.call(() -> "idle").join();
      } while (uses.get() + network.size() != before);
    }

    private void checkSafety(int step) {
      Set<String> live = fleet.live();
      assertThat(live)
          .as("seed %d step %d: a place for each", seed, step)
          .containsAll(in(State.CONFIRMED));
      for (String id : acknowledged) {
        assertThat(state(id))
            .as("seed %d step %d: acknowledged %s", seed, step, id)
            .isEqualTo(
                cancelAsked.contains(id) && state(id) == State.CANCELLED
                    ? State.CANCELLED
                    : State.CONFIRMED);
      }
      assertThat(in(State.CANCELLED))
          .as("seed %d step %d: cancelled", seed, step)
          .containsAll(cancelAcknowledged);
    }

    private void heal() {
      network.heal();
      for (int round = 0; round < 20; round++) {
        while (network.size() > 0) {
          alone(network::step);
        }
        alone(this::restartTheDead);
        alone(() -> clock.advance(SagaRecovery.PERIOD));
      }
    }

    private void checkAgreement() {
      Instant later = clock.now().plus(Duration.ofDays(1));
      assertThat(store.claim(later, later, 100)).as("seed %d: unsettled", seed).isEmpty();
      assertThat(in(State.PENDING)).as("seed %d: pending", seed).isEmpty();
      assertThat(fleet.live()).as("seed %d: live", seed).isEqualTo(in(State.CONFIRMED));
      assertThat(fleet.confirmed()).as("seed %d: final", seed).isEqualTo(in(State.CONFIRMED));
      checkSafety(STEPS);
    }

    Set<State> states() {
      return all(EnumSet.allOf(State.class)).stream()
          .map(Consignment::state)
          .collect(Collectors.toSet());
    }

    private State state(String id) {
      return store.find(id).orElseThrow().state();
    }

    private Set<String> in(State state) {
      return all(EnumSet.of(state)).stream().map(Consignment::id).collect(Collectors.toSet());
    }

    private List<Consignment> all(Set<State> states) {
      return store.page(states, Optional.empty(), 100);
    }
  }
}
