package shippy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.simulation.SimulatedThread;

class ListWatchTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(2_400);
  private static final Node A = Node.of("s", "a", "h:1");
  private static final Node B = Node.of("s", "b", "h:2");

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final ScriptedSource source = new ScriptedSource();
  private final List<Snapshot> told = new ArrayList<>();
  private final ListWatch watch =
      new ListWatch(
          source,
          told::add,
          new ListWatch.Scheduling(clock, new SimulatedThread(clock), new SplittableRandom(1)));

  @BeforeEach
  void start() {
    watch.start();
  }

  @Test
  void listing_is_told_and_followed_from_its_revision_on() {
    source.answer(7, A);
    assertThat(told).containsExactly(nodes(A));
    assertThat(source.stream().revision).isEqualTo(7);
    source.stream().put(B);
    source.stream().delete(A);
    assertThat(told).containsExactly(nodes(A), nodes(A, B), nodes(B));
  }

  @Test
  void event_that_comes_twice_changes_nothing() {
    source.answer(7, A);
    source.stream().put(B, B);
    source.stream().delete(A);
    source.stream().delete(A);
    assertThat(told.get(told.size() - 1)).isEqualTo(nodes(B));
  }

  @Test
  void end_of_a_watch_is_followed_by_a_listing_at_once_which_replaces_what_was_known() {
    source.answer(7, A);
    clock.advance(SECOND.plusNanos(1));
    source.stream().listener.ended();
    assertThat(source.listings).hasSize(2);
    assertThat(told).as("nothing new is known yet").containsExactly(nodes(A));
    source.answer(3, B);
    assertThat(told).containsExactly(nodes(A), nodes(B));
    assertThat(source.stream().revision).isEqualTo(3);
  }

  @Test
  void watches_that_die_young_make_no_busy_loop() {
    source.answer(1, A);
    long end = clock.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (clock.nanoTime() < end) {
      int before = source.listings.size();
      source.stream().listener.ended();
      assertThat(source.listings).hasSize(before);
      clock.advance(SOON);
      assertThat(source.listings).hasSize(before + 1);
      source.answer(1, A);
    }
  }

  @Test
  void it_is_listed_every_half_minute_in_any_case() {
    source.answer(1, A);
    ScriptedSource.Stream first = source.stream();
    clock.advance(Duration.ofSeconds(23));
    assertThat(source.listings).hasSize(1);
    clock.advance(Duration.ofSeconds(14));
    assertThat(source.listings).hasSize(2);
    assertThat(first.closed).isTrue();
  }

  @Test
  void what_an_earlier_watch_still_says_is_not_heard() {
    source.answer(1, A);
    ScriptedSource.Stream first = source.stream();
    clock.advance(SECOND.multipliedBy(2));
    first.listener.ended();
    source.answer(2, A);
    first.put(B);
    first.listener.ended();
    assertThat(told.get(told.size() - 1)).isEqualTo(nodes(A));
    assertThat(source.listings).hasSize(2);
  }

  @Test
  void one_failure_is_borne_and_the_second_is_told_with_the_silence_so_far() {
    source.answer(1, A);
    clock.advance(SECOND.multipliedBy(2));
    source.stream().listener.ended();
    source.fail();
    assertThat(told).containsExactly(nodes(A));
    clock.advance(SECOND);
    source.fail();
    assertThat(told).hasSize(2);
    Snapshot.Unavailable away = (Snapshot.Unavailable) told.get(1);
    assertThat(away.cause()).hasMessage("refused");
    assertThat(away.silence().get()).isEqualTo(SECOND);
    clock.advance(SECOND);
    assertThat(away.silence().get()).as("grows on").isEqualTo(SECOND.multipliedBy(2));
  }

  @Test
  void failure_after_two_seconds_is_told_at_once() {
    clock.advance(SECOND.multipliedBy(2).plusNanos(1));
    source.fail();
    assertThat(told).hasOnlyElementsOfType(Snapshot.Unavailable.class).hasSize(1);
  }

  @Test
  void registry_that_answers_again_within_one_listing_is_heard_within_the_pause() {
    for (int i = 0; i < 100; i++) {
      int before = source.listings.size();
      source.fail();
      clock.advance(SOON);
      assertThat(source.listings.size()).isGreaterThan(before);
    }
    source.answer(1, A);
    assertThat(told.get(told.size() - 1)).isEqualTo(nodes(A));
    clock.advance(SECOND.multipliedBy(2));
    source.stream().listener.ended();
    source.fail();
    assertThat(told.get(told.size() - 1)).as("the count starts over").isEqualTo(nodes(A));
  }

  @Test
  void refreshes_list_once_and_not_before_the_last_listing_is_a_second_old() {
    watch.refresh(); // nothing is listed yet
    source.answer(1, A);
    watch.refresh();
    watch.refresh();
    clock.advance(SECOND.dividedBy(2));
    watch.refresh();
    clock.advance(SECOND.dividedBy(2).minusNanos(1));
    assertThat(source.listings).hasSize(1);
    clock.advance(Duration.ofNanos(1));
    assertThat(source.listings).hasSize(2);
    watch.refresh(); // one is on its way
    clock.advance(SECOND.multipliedBy(20));
    assertThat(source.listings).hasSize(2);
  }

  @Test
  void refresh_lists_at_once_what_is_older() {
    source.answer(1, A);
    clock.advance(SECOND.multipliedBy(10));
    watch.refresh();
    clock.advance(Duration.ZERO);
    assertThat(source.listings).hasSize(2);
    assertThat(source.stream().closed).isTrue();
  }

  @Test
  void closed_watch_is_not_refreshed() {
    source.answer(1, A);
    watch.close();
    watch.refresh();
    clock.advance(Duration.ofMinutes(1));
    assertThat(source.listings).hasSize(1);
  }

  @Test
  void closing_ends_the_watch_the_timers_and_what_is_told() {
    source.answer(1, A);
    ScriptedSource.Stream stream = source.stream();
    watch.close();
    watch.close();
    stream.put(B);
    clock.advance(Duration.ofMinutes(5));
    assertThat(stream.closed).isTrue();
    assertThat(source.listings).hasSize(1);
    assertThat(told).containsExactly(nodes(A));
  }

  @Test
  void listing_that_is_answered_after_the_end_is_dropped() {
    watch.close();
    source.answer(1, A);
    assertThat(told).isEmpty();
    assertThat(source.streams).isEmpty();
  }

  private static Snapshot nodes(Node... nodes) {
    return new Snapshot.Nodes(List.of(nodes));
  }
}
