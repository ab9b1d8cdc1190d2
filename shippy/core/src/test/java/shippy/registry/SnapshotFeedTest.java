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
    feed.publish("s", ONE);
    assertThat(told.poll(5, SECONDS)).isEqualTo(EMPTY);
    assertThat(told.poll(5, SECONDS)).isEqualTo(ONE);
  }

  @Test
  void equal_snapshots_are_told_once_and_unavailable_counts_as_equal() throws Exception {
    feed.subscribe("s", told::add, null);
    Snapshot lost = unavailable("refused");
    List.of(ONE, ONE, lost, unavailable("timed out"), ONE, TWO).forEach(s -> feed.publish("s", s));
    for (Snapshot expected : List.of(ONE, lost, ONE, TWO)) {
      assertThat(told.poll(5, SECONDS)).isEqualTo(expected);
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
    feed.subscribe("s", snapshot -> addWhen(released, slow, snapshot), null);
    feed.subscribe("s", snapshot -> addAndThrow(throwing, snapshot), null);
    feed.subscribe("s", told::add, null);
    feed.publish("s", ONE);
    feed.publish("s", TWO);
    assertThat(told.poll(5, SECONDS)).isEqualTo(ONE);
    assertThat(told.poll(5, SECONDS)).isEqualTo(TWO);
    assertThat(throwing.poll(5, SECONDS)).isEqualTo(ONE);
    assertThat(throwing.poll(5, SECONDS)).isEqualTo(TWO);
    released.countDown();
    assertThat(slow.poll(5, SECONDS)).isEqualTo(ONE);
    assertThat(slow.poll(5, SECONDS)).isEqualTo(TWO);
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
    assertThat(told).containsExactly(ONE);
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
