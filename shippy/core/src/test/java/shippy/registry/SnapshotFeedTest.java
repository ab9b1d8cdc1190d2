package shippy.registry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

class SnapshotFeedTest {
  private static final Snapshot EMPTY = new Snapshot.Nodes(List.of());
  private static final Snapshot ONE = new Snapshot.Nodes(List.of(Node.of("s", "a", "h:1")));
  private static final Snapshot TWO =
      new Snapshot.Nodes(List.of(Node.of("s", "a", "h:1"), Node.of("s", "b", "h:2")));

  private final SnapshotFeed feed = new SnapshotFeed("test");
  private final BlockingQueue<Snapshot> told = new LinkedBlockingQueue<>();

  @AfterEach
  void close_feed() {
    feed.close();
  }

  @Test
  void watcher_is_told_the_first_and_then_what_is_published_for_its_service() throws Exception {
    feed.subscribe("s", told::add, EMPTY);
    feed.publish("other", TWO);
    assertThat(told.poll(5, SECONDS)).isEqualTo(EMPTY);
    feed.publish("s", ONE);
    assertThat(told.poll(5, SECONDS)).isEqualTo(ONE);
  }

  @Test
  void equal_snapshots_are_told_once_and_unavailable_counts_as_equal() throws Exception {
    feed.subscribe("s", told::add, null);
    Snapshot lost = unavailable("refused");
    for (Snapshot next : List.of(ONE, lost, ONE, TWO)) {
      feed.publish("s", next);
      assertThat(told.poll(5, SECONDS)).isEqualTo(next);
      feed.publish("s", next instanceof Snapshot.Unavailable ? unavailable("timed out") : next);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void listener_runs_on_a_daemon_thread_named_for_the_registry() throws Exception {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    feed.subscribe("s", snapshot -> threads.add(Thread.currentThread()), EMPTY);
    Thread thread = threads.poll(5, SECONDS);
    assertThat(thread).isNotNull().isNotSameAs(Thread.currentThread());
    assertThat(thread.getName()).isEqualTo("shippy-test-watch");
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void throwing_and_slow_listeners_harm_nobody() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    BlockingQueue<Snapshot> slow = new LinkedBlockingQueue<>();
    BlockingQueue<Snapshot> throwing = new LinkedBlockingQueue<>();
    CountDownLatch busy = new CountDownLatch(1);
    feed.subscribe(
        "s",
        snapshot -> {
          busy.countDown();
          addWhen(released, slow, snapshot);
        },
        null);
    feed.subscribe("s", snapshot -> addAndThrow(throwing, snapshot), null);
    feed.subscribe("s", told::add, null);
    for (Snapshot next : List.of(ONE, TWO)) {
      feed.publish("s", next);
      assertThat(told.poll(5, SECONDS)).isEqualTo(next);
      assertThat(throwing.poll(5, SECONDS)).isEqualTo(next);
      assertThat(busy.await(5, SECONDS)).as("it has taken the first").isTrue();
    }
    released.countDown();
    assertThat(slow.poll(5, SECONDS)).isEqualTo(ONE);
    assertThat(slow.poll(5, SECONDS)).isEqualTo(TWO);
  }

  @Test
  void slow_listener_is_told_the_last_set_and_the_last_trouble_and_nothing_in_between()
      throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    feed.subscribe(
        "s",
        snapshot -> {
          busy.countDown();
          addWhen(released, told, snapshot);
        },
        EMPTY);
    assertThat(busy.await(5, SECONDS)).isTrue();
    Snapshot lost = unavailable("refused");
    for (int i = 0; i < 1_000; i++) {
      List.of(ONE, EMPTY, lost, TWO).forEach(next -> feed.publish("s", next));
    }
    feed.publish("s", lost);
    released.countDown();
    for (Snapshot expected : List.of(EMPTY, TWO, lost)) {
      assertThat(told.poll(5, SECONDS)).isEqualTo(expected);
    }
    feed.publish("s", ONE);
    assertThat(told.poll(5, SECONDS)).isEqualTo(ONE);
  }

  @Test
  void what_came_and_went_while_a_listener_was_busy_is_not_told() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    feed.subscribe(
        "s",
        snapshot -> {
          busy.countDown();
          addWhen(released, told, snapshot);
        },
        ONE);
    assertThat(busy.await(5, SECONDS)).isTrue();
    List.of(unavailable("refused"), TWO, ONE).forEach(next -> feed.publish("s", next));
    released.countDown();
    assertThat(told.poll(5, SECONDS)).isEqualTo(ONE);
    feed.publish("s", TWO);
    assertThat(told.poll(5, SECONDS)).isEqualTo(TWO);
  }

  @Test
  void closed_watch_is_told_nothing_more_and_is_forgotten() throws Exception {
    BlockingQueue<Snapshot> closed = new LinkedBlockingQueue<>();
    Discovery.Watch watch = feed.subscribe("s", closed::add, null);
    feed.subscribe("s", told::add, null);
    assertThat(feed.watched()).containsExactly("s");
    watch.close();
    watch.close();
    feed.publish("s", ONE);
    assertThat(told.poll(5, SECONDS)).isEqualTo(ONE);
    assertThat(closed).isEmpty();
    feed.close();
    assertThat(feed.watched()).isEmpty();
  }

  @Test
  void watch_closed_by_its_own_listener_ends() throws Exception {
    BlockingQueue<Discovery.Watch> watch = new LinkedBlockingQueue<>();
    CountDownLatch closed = new CountDownLatch(1);
    watch.add(
        feed.subscribe(
            "s",
            snapshot -> {
              told.add(snapshot);
              watch.remove().close();
              closed.countDown();
            },
            null));
    feed.publish("s", ONE);
    feed.publish("s", TWO);
    assertThat(closed.await(5, SECONDS)).isTrue();
    assertThat(feed.watched()).isEmpty();
    assertThat(told).as("one of the two").hasSize(1);
  }

  private static Snapshot unavailable(String why) {
    return new Snapshot.Unavailable(
        new RegistryException(Problem.of(ExitCode.UNAVAILABLE, why), null));
  }

  private static void addAndThrow(BlockingQueue<Snapshot> queue, Snapshot snapshot) {
    queue.add(snapshot);
    throw new IllegalStateException("a listener that fails on purpose");
  }

  private static void addWhen(
      CountDownLatch released, BlockingQueue<Snapshot> queue, Snapshot snapshot) {
    try {
      if (released.await(10, SECONDS)) {
        queue.add(snapshot);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
