package shippy.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import shippy.registry.Discovery;
import shippy.registry.ListWatchSource;
import shippy.registry.NodeTable;

/**
 * A watch on its way over a link: what the registry says arrives in order, late, at times twice;
 * while the link is silent it waits, until keep-alive gives the connection up.
 */
final class FakeStream implements Discovery.Watch {
  private static final Duration RESENT = Duration.ofMillis(250);
  private static final Duration PING = Duration.ofMillis(3_250);
  private static final int PINGS_BORNE = 4;

  private final SimulatedLink link;
  private final ListWatchSource.Listener listener;
  private final Deque<Runnable> underway = new ArrayDeque<>();
  private long lastArrival;
  private int unanswered;
  private boolean closed;

  FakeStream(SimulatedLink link, ListWatchSource.Listener listener) {
    this.link = link;
    this.listener = listener;
    link.clock.schedule(PING, this::ping);
  }

  /** Asks the registry for what happened after the revision, and after that. */
  void open(long revision) {
    long askedIn = link.etcd.incarnation();
    link.clock.schedule(link.latency(), () -> ask(revision, askedIn));
  }

  private void ask(long revision, long askedIn) {
    if (link.isSilent()) {
      link.clock.schedule(RESENT, () -> ask(revision, askedIn));
    } else if (!closed) {
      link.etcd.attach(this, revision, askedIn);
    }
  }

  void offer(List<NodeTable.Change> changes) {
    send(() -> listener.changed(changes));
    if (link.chance(20)) {
      send(() -> listener.changed(changes));
    }
  }

  void end() {
    send(this::finish);
  }

  /** What is under way still arrives, and the end is told: jetcd does both. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      listener.ended();
    }
  }

  private void send(Runnable news) {
    if (!closed) {
      underway.add(news);
      long now = link.clock.nanoTime();
      lastArrival = Math.max(lastArrival, now + link.latency().toNanos());
      link.clock.schedule(Duration.ofNanos(lastArrival - now), this::arrive);
    }
  }

  private void arrive() {
    if (link.isSilent()) {
      link.clock.schedule(RESENT, this::arrive);
    } else if (!underway.isEmpty()) {
      underway.remove().run();
    }
  }

  private void ping() {
    unanswered = link.isSilent() ? unanswered + 1 : 0;
    if (unanswered == PINGS_BORNE) {
      finish();
    } else if (!closed) {
      link.clock.schedule(PING, this::ping);
    }
  }

  private void finish() {
    underway.clear();
    close();
  }
}
