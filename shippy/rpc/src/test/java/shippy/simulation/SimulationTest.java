package shippy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Registrations and watches keep their promises through whatever happens. The number of runs is
 * {@code -Dsimulation.seeds}; {@code -Dsimulation.seed=N} repeats one, whose number is in the
 * message of the failure.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 10_000);

  @Test
  void what_is_found_is_true_and_what_runs_is_found_after_any_faults() {
    Long seed = Long.getLong("simulation.seed");
    Optional<String> failure =
        seed == null
            ? Simulation.firstFailure(SEEDS, SeededBug.NONE)
            : Simulation.run(seed, SeededBug.NONE);
    assertThat(failure).as("repeat it with -Dsimulation.seed").isEmpty();
  }

  @Test
  void same_seed_is_the_same_run() {
    String failure = Simulation.firstFailure(SEEDS, SeededBug.FORGOTTEN_RELIST).orElseThrow();
    assertThat(Simulation.firstFailure(SEEDS, SeededBug.FORGOTTEN_RELIST)).contains(failure);
  }

  @Test
  void simulation_finds_a_missing_reconcile() {
    assertThat(Simulation.firstFailure(SEEDS, SeededBug.MISSING_RECONCILE)).isPresent();
  }

  @Test
  void simulation_finds_a_forgotten_relist() {
    assertThat(Simulation.firstFailure(SEEDS, SeededBug.FORGOTTEN_RELIST)).isPresent();
  }

  @Test
  void simulation_finds_an_outage_taken_as_empty() {
    assertThat(Simulation.firstFailure(SEEDS, SeededBug.OUTAGE_TAKEN_AS_EMPTY)).isPresent();
  }
}
