package shippy.registry.mdns;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.jmdns.ServiceInfo;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.registry.Node;

/** The nodes that this registry announces. Safe for any thread. */
final class AnnouncedNodes {
  /** Announcing takes up to 1.25 s. */
  private static final Duration ANNOUNCING = Duration.ofSeconds(2);

  /** A node is announced again if its own registry has not seen it for this time. */
  private static final Duration UNSEEN = Duration.ofSeconds(4);

  private final ServiceBrowser browser;
  private final Clock clock;
  private final Executor background;
  private final Map<Key, Announcement> all = new HashMap<>();

  private record Key(String service, String id) {
    static Key of(Node node) {
      return new Key(node.service(), node.id());
    }
  }

  private record Announcement(
      Node node, ServiceInfo info, int generation, Supplier<Duration> age) {}

  AnnouncedNodes(ServiceBrowser browser, Clock clock, Executor background) {
    this.browser = browser;
    this.clock = clock;
    this.background = background;
  }

  /** Announces the node, unless it is already announced in this form. */
  synchronized void register(Node node, TunedJmDns dns) throws IOException {
    Announcement known = all.get(Key.of(node));
    if (known == null) {
      announce(node, 0, dns);
    } else if (known.node().equals(node)) {
      renew(known, dns);
    } else {
      replace(known, node, dns);
    }
  }

  private ServiceInfo announce(Node node, int generation, TunedJmDns dns) throws IOException {
    ServiceInfo info = NodeCodec.encode(node, generation);
    all.put(Key.of(node), new Announcement(node, info, generation, clock.stopwatch()));
    dns.registerService(info);
    return info;
  }

  private void renew(Announcement known, TunedJmDns dns) throws IOException {
    ServiceInfo live = dns.registered(known.info());
    if (live == null) {
      announce(known.node(), known.generation(), dns);
    } else if (known.age().get().compareTo(UNSEEN) > 0 && !browser.shows(known.node())) {
      update(known, live, known.node());
    }
  }

  /**
   * A new text can be announced under the same label, but a new port cannot: JmDNS would rename a
   * label that the network still knows with the old port. So the node takes a new label first, then
   * the old one is withdrawn.
   */
  private void replace(Announcement known, Node node, TunedJmDns dns) throws IOException {
    ServiceInfo live = dns.registered(known.info());
    if (live != null && live.getPort() == node.hostPort().port()) {
      update(known, live, node);
      return;
    }
    ServiceInfo successor = announce(node, known.generation() + 1, dns);
    if (live != null) {
      background.execute(() -> retire(live, successor, dns));
    }
  }

  /** Setting a text before the first announcement has ended would stop that. */
  private void update(Announcement known, ServiceInfo live, Node node) throws IOException {
    if (!TunedJmDns.announced(live, ANNOUNCING)) {
      throw new IOException("%s is still being announced as it was".formatted(node.id()));
    }
    live.setText(NodeCodec.txt(node));
    all.put(Key.of(node), new Announcement(node, live, known.generation(), clock.stopwatch()));
  }

  private static void retire(ServiceInfo old, ServiceInfo successor, TunedJmDns dns) {
    TunedJmDns.announced(successor, ANNOUNCING);
    dns.unregisterService(old);
  }

  /** Forgets the node; returns what to unregister, if it was announced. */
  synchronized Optional<ServiceInfo> remove(Node node) {
    @Nullable Announcement known = all.remove(Key.of(node));
    return Optional.ofNullable(known).map(Announcement::info);
  }

  /** Announces all nodes on a new responder. */
  synchronized void restore(TunedJmDns dns) throws IOException {
    for (Announcement known : Map.copyOf(all).values()) {
      announce(known.node(), known.generation(), dns);
    }
  }
}
