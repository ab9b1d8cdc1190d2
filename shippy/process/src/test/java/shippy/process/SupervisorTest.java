package shippy.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

class SupervisorTest {
  /** More than the first pause of 0.5 s with its 20 %. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(600);

  private final Program vessel = new Program("vessel", Path.of("vessel.jar"));
  private final Program consignment = new Program("consignment", Path.of("consignment.jar"));
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final FakeLauncher launcher = new FakeLauncher();
  private final List<ProcessEvent> events = new ArrayList<>();
  private final Supervisor supervisor =
      new Supervisor(List.of(vessel, consignment), launcher, clock, events::add);

  @Test
  void programs_start_in_order_each_with_an_id_of_its_own() {
    supervisor.start();

    assertThat(launcher.names()).containsExactly("vessel", "consignment");
    assertThat(launcher.launched).extracting(FakeLauncher.FakeChild::id).doesNotHaveDuplicates();
    assertThat(events).hasOnlyElementsOfType(ProcessEvent.Started.class).hasSize(2);
  }

  @Test
  void failed_program_is_started_again_after_a_pause_with_another_id() {
    supervisor.start();
    String firstId = launcher.launched.get(0).id();

    launcher.launched.get(0).end(137);
    assertThat(launcher.launched).hasSize(2);
    clock.advance(FIRST_PAUSE);

    assertThat(launcher.names()).containsExactly("vessel", "consignment", "vessel");
    assertThat(launcher.last().id()).isNotEqualTo(firstId);
    assertThat(events.get(2))
        .isInstanceOfSatisfying(
            ProcessEvent.Failed.class,
            e -> assertThat(e.reason()).isEqualTo("was ended by signal 9"));
  }

  @Test
  void pauses_grow_up_to_ten_seconds_while_a_program_keeps_failing() {
    supervisor.start();
    launcher.launched.get(0).end(1);
    for (int i = 0; i < 9; i++) {
      clock.advance(Duration.ofSeconds(12));
      launcher.last().end(1);
    }

    List<Duration> pauses =
        events.stream()
            .filter(ProcessEvent.Failed.class::isInstance)
            .map(event -> ((ProcessEvent.Failed) event).pause())
            .toList();
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(400), FIRST_PAUSE);
    assertThat(pauses.get(9)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
  }

  @Test
  void pauses_start_over_after_a_stable_run() {
    supervisor.start();
    launcher.launched.get(0).end(1);
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofSeconds(12));
      launcher.last().end(1);
    }
    clock.advance(Duration.ofSeconds(12));
    clock.advance(Supervisor.STABLE);

    launcher.last().end(1);

    assertThat(((ProcessEvent.Failed) events.get(events.size() - 1)).pause())
        .isLessThanOrEqualTo(FIRST_PAUSE);
  }

  @Test
  void program_that_cannot_be_launched_is_tried_again() {
    launcher.broken = true;
    supervisor.start();
    launcher.broken = false;

    clock.advance(FIRST_PAUSE);

    assertThat(launcher.names()).containsExactlyInAnyOrder("vessel", "consignment");
    assertThat(events.get(0))
        .isInstanceOfSatisfying(
            ProcessEvent.Failed.class,
            e -> assertThat(e.reason()).isEqualTo("could not be started: no such java"));
  }

  @Test
  void orderly_end_is_accepted_and_the_last_one_ends_the_run() {
    supervisor.start();

    launcher.launched.get(0).end(0);
    clock.advance(Duration.ofMinutes(1));
    assertThat(supervisor.ended()).isNotDone();
    launcher.launched.get(1).end(0);

    assertThat(launcher.launched).hasSize(2);
    assertThat(supervisor.ended()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void bad_configuration_stops_the_others_and_decides_the_status() {
    supervisor.start();

    launcher.launched.get(1).end(78);
    assertThat(launcher.signals).containsExactly("TERM vessel");
    launcher.launched.get(0).end(143);
    clock.advance(Duration.ofMinutes(1));

    assertThat(launcher.launched).hasSize(2);
    assertThat(supervisor.ended())
        .isCompletedWithValue(
            Optional.of(
                new ProcessEvent.Misconfigured(consignment, launcher.launched.get(1).id(), 78)));
  }

  @Test
  void bad_configuration_of_a_program_that_ran_before_may_pass() {
    supervisor.start();
    launcher.launched.get(0).end(1);
    clock.advance(FIRST_PAUSE);

    launcher.last().end(78);
    clock.advance(Duration.ofSeconds(2));

    assertThat(launcher.names()).containsExactly("vessel", "consignment", "vessel", "vessel");
  }

  @Test
  void stop_asks_the_last_started_first_and_ends_when_all_have_ended() {
    supervisor.start();

    supervisor.stop();
    supervisor.stop();
    assertThat(launcher.signals).containsExactly("TERM consignment", "TERM vessel");
    launcher.launched.get(0).end(0);
    assertThat(supervisor.ended()).isNotDone();
    launcher.launched.get(1).end(130);

    assertThat(supervisor.ended()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void what_does_not_end_in_time_is_killed() {
    supervisor.start();
    supervisor.stop();
    launcher.launched.get(1).end(0);

    clock.advance(Supervisor.STOP_TIMEOUT);
    assertThat(launcher.signals).endsWith("KILL vessel");
    assertThat(events).endsWith(new ProcessEvent.Killed(vessel, launcher.launched.get(0).id()));
    launcher.launched.get(0).end(137);

    assertThat(supervisor.ended()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void stop_during_a_pause_starts_nothing_any_more() {
    supervisor.start();
    launcher.launched.get(0).end(1);

    supervisor.stop();
    launcher.launched.get(1).end(0);
    clock.advance(Duration.ofMinutes(1));

    assertThat(launcher.launched).hasSize(2);
    assertThat(supervisor.ended()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void stop_before_start_starts_nothing() {
    supervisor.stop();
    supervisor.start();

    assertThat(launcher.launched).isEmpty();
    assertThat(supervisor.ended()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void kill_ends_all_at_once() {
    supervisor.start();

    supervisor.kill();

    assertThat(launcher.signals).containsExactly("KILL vessel", "KILL consignment");
  }

  @Test
  void one_that_is_retired_is_not_started_again_and_the_run_goes_on() {
    supervisor.start();
    List<SupervisedProcess> both = supervisor.processes();

    both.forEach(supervisor::retire);
    supervisor.retire(both.get(0));
    assertThat(launcher.signals).containsExactly("TERM vessel", "TERM consignment");
    launcher.launched.forEach(child -> child.end(0));
    clock.advance(Duration.ofMinutes(1));

    assertThat(launcher.launched).hasSize(2);
    assertThat(supervisor.processes()).isEmpty();
    assertThat(both.get(0).gone()).isDone();
    assertThat(supervisor.ended()).isNotDone();
    supervisor.add(vessel);
    assertThat(launcher.names()).endsWith("vessel");
  }

  @Test
  void retired_one_that_does_not_end_is_killed_and_one_that_waits_to_start_is_gone_at_once() {
    supervisor.start();
    List<SupervisedProcess> both = supervisor.processes();
    launcher.launched.get(1).end(1);

    both.forEach(supervisor::retire);

    assertThat(both.get(1).gone()).isDone();
    clock.advance(Supervisor.STOP_TIMEOUT);
    assertThat(launcher.signals).containsExactly("TERM vessel", "KILL vessel");
    assertThat(launcher.launched).hasSize(2);
  }

  @Test
  void trial_that_ends_is_over_whatever_its_status() {
    supervisor.start();
    SupervisedProcess trial = supervisor.tryOut(vessel);
    assertThat(trial.pid()).isEqualTo(3);
    assertThat(supervisor.processes()).hasSize(3);
    assertThat(supervisor.kept()).hasSize(2).doesNotContain(trial);

    launcher.last().end(78);
    clock.advance(Duration.ofMinutes(1));

    assertThat(launcher.launched).hasSize(3);
    assertThat(trial.gone()).isCompletedWithValue("failed (exit status 78)");
    assertThat(supervisor.keep(trial)).isFalse();
    assertThat(supervisor.processes()).hasSize(2);
  }

  @Test
  void trial_that_is_kept_is_started_again() {
    SupervisedProcess trial = supervisor.tryOut(vessel);
    assertThat(supervisor.keep(trial)).isTrue();

    supervisor.kill(trial);
    assertThat(launcher.signals).containsExactly("KILL vessel");
    launcher.last().end(137);
    clock.advance(FIRST_PAUSE);

    assertThat(launcher.names()).containsExactly("vessel", "vessel");
    assertThat(trial.id()).isEqualTo(launcher.last().id());
  }
}
