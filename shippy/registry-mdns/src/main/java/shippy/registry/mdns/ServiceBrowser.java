package shippy.registry.mdns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.registry.Discovery.Watch;
import shippy.registry.InvalidRecords;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;
import shippy.registry.SnapshotFeed;

/**
 * Knows the nodes on the network. A browsing session lasts as long as its responder. The nodes of
 * the session before stay known until the lookup time of the next one is over.
 */
final class ServiceBrowser implements AutoCloseable {
  /** A lookup without an answer ends after this time. */
  static final Duration LOOKUP = Duration.ofSeconds(2);

  /** The other answers follow the first one within this time. */
  static final Duration QUIET = Duration.ofMillis(300);

  private static final int MAX_UNRESOLVED = 1000;

  private final LocalAddress where;
  private final Clock clock;
  private final SnapshotFeed feed = new SnapshotFeed(MdnsRegistry.KIND);
  private final ResolvedNodes resolved = new ResolvedNodes();
  private final InvalidRecords invalid =
      new InvalidRecords("Registry [mdns] ignores the record {}: {}");
  private final Set<String> unresolved = new LinkedHashSet<>();

  private int session;
  private Supplier<Duration> sinceStart = () -> Duration.ZERO;
  private Supplier<Duration> sinceNews = () -> Duration.ZERO;
  private @Nullable RegistryException lost;

  ServiceBrowser(LocalAddress where, Clock clock) {
    this.where = where;
    this.clock = clock;
  }

  /** Starts a session; returns the listener for its new responder. */
  synchronized ServiceListener begin() {
    session++;
    lost = null;
    unresolved.clear();
    sinceStart = clock.stopwatch();
    sinceNews = clock.stopwatch();
    Session begun = new Session();
    clock.schedule(LOOKUP, () -> settle(begun.number));
    return begun;
  }

  /** The responder is gone, so the known nodes may be outdated. */
  synchronized void lost(RegistryException cause) {
    session++;
    lost = cause;
    feed.watched().forEach(name -> feed.publish(name, new Snapshot.Unavailable(cause)));
    notifyAll();
  }

  synchronized Watch watch(String service, Consumer<Snapshot> listener) {
    List<Node> found = resolved.nodes(service);
    boolean known = !found.isEmpty() || (lost == null && settled());
    Watch watch = feed.subscribe(service, listener, known ? new Snapshot.Nodes(found) : null);
    if (lost != null) {
      // Only this listener needs it, and the feed does not repeat it to the others.
      feed.publish(service, new Snapshot.Unavailable(lost));
    }
    return watch;
  }

  List<Node> nodes(String service) {
    return await(() -> resolved.nodes(service));
  }

  List<String> services() {
    return await(resolved::services);
  }

  /** Whether more nodes may still answer the questions at the beginning of the session. */
  synchronized boolean looking() {
    return !settled();
  }

  /** Whether the network shows the node as it is, without its endpoints. */
  synchronized boolean shows(Node node) {
    Node carried =
        new Node(
            node.service(), node.id(), node.version(), node.address(), node.metadata(), List.of());
    return resolved.nodes(node.service()).contains(carried);
  }

  /** The announced instances whose records have not arrived. */
  synchronized List<String> unresolved() {
    return List.copyOf(unresolved);
  }

  /** Takes the answer to a question of our own, which is no event of a session. */
  synchronized void resolved(String label, ServiceInfo info) {
    seen(session, label, info);
  }

  /** The number of refused records. */
  long refused() {
    return invalid.count();
  }

  @Override
  public void close() {
    feed.close();
  }

  private synchronized <T> List<T> await(Supplier<List<T>> question) {
    try {
      while (true) {
        if (lost != null) {
          throw lost;
        }
        List<T> found = question.get();
        Duration left = left(!found.isEmpty());
        if (left.isNegative() || left.isZero()) {
          return found;
        }
        wait(left.toMillis() + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MdnsProblems.interrupted(where, e);
    }
  }

  private Duration left(boolean found) {
    Duration lookup = LOOKUP.minus(sinceStart.get());
    Duration quiet = QUIET.minus(sinceNews.get());
    return found && quiet.compareTo(lookup) < 0 ? quiet : lookup;
  }

  private boolean settled() {
    return session > 0 && sinceStart.get().compareTo(LOOKUP) >= 0;
  }

  /** The lookup time is over: nodes that the session has not seen do not exist. */
  private synchronized void settle(int which) {
    if (which == session) {
      resolved.removeBefore(session);
      feed.watched().forEach(this::publish);
      notifyAll();
    }
  }

  private synchronized void seen(int which, String label, ServiceInfo info) {
    if (which != session || !NodeCodec.complete(info)) {
      return;
    }
    unresolved.remove(label);
    if (!reachable(info)) {
      return;
    }
    try {
      Node node = NodeCodec.decode(info);
      changed(resolved.put(label, node, session), node);
    } catch (IllegalArgumentException e) {
      invalid.add(label, label, String.valueOf(e.getMessage()));
      changed(resolved.remove(label), null);
    }
  }

  private synchronized void gone(int which, String label) {
    if (which == session) {
      unresolved.remove(label);
      changed(resolved.remove(label), null);
    }
  }

  private synchronized void announced(int which, String label) {
    if (which == session && !resolved.has(label) && unresolved.size() < MAX_UNRESOLVED) {
      unresolved.add(label);
    }
  }

  private void changed(@Nullable Node before, @Nullable Node after) {
    if (before != null) {
      publish(before.service());
    }
    if (after != null && (before == null || !before.service().equals(after.service()))) {
      publish(after.service());
    }
    sinceNews = clock.stopwatch();
    notifyAll();
  }

  private void publish(String service) {
    List<Node> found = resolved.nodes(service);
    if (!found.isEmpty() || settled()) {
      feed.publish(service, new Snapshot.Nodes(found));
    }
  }

  /**
   * Linux gives packets of other interfaces to every multicast socket. A loopback address is valid
   * on the loopback interface only.
   */
  private boolean reachable(ServiceInfo info) {
    boolean loopback = where.address().isLoopbackAddress();
    for (InetAddress address : info.getInetAddresses()) {
      if (address.isLoopbackAddress() != loopback) {
        return false;
      }
    }
    return true;
  }

  /** The events of one responder; those of an earlier one are ignored. */
  private final class Session implements ServiceListener {
    private final int number = session;

    @Override
    public void serviceAdded(ServiceEvent event) {
      announced(number, event.getName());
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      seen(number, event.getName(), event.getInfo());
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      gone(number, event.getName());
    }
  }
}
