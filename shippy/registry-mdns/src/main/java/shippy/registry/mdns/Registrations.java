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
final class Registrations {
  /** Announcing takes up to 1.25 s. */
  private static final Duration ANNOUNCING = Duration.ofSeconds(2);

  /** A node that its own registry does not see for so long is announced again. */
  private static final Duration UNSEEN = Duration.ofSeconds(4);

  private final Browser browser;
  private final Clock clock;
  private final Executor background;
  private final Map<Key, Own> all = new HashMap<>();

  private record Key(String service, String id) {
    static Key of(Node node) {
      return new Key(node.service(), node.id());
    }
  }

  private record Own(Node node, ServiceInfo info, int generation, Supplier<Duration> age) {}

  Registrations(Browser browser, Clock clock, Executor background) {
    this.browser = browser;
    this.clock = clock;
    this.background = background;
  }

  /** Announces the node unless it is announced as it is. */
  synchronized void register(Node node, BriskDns dns) throws IOException {
    Own own = all.get(Key.of(node));
    if (own == null) {
      announce(node, 0, dns);
    } else if (own.node().equals(node)) {
      renew(own, dns);
    } else {
      replace(own, node, dns);
    }
  }

  private ServiceInfo announce(Node node, int generation, BriskDns dns) throws IOException {
    ServiceInfo info = NodeCodec.encode(node, generation);
    all.put(Key.of(node), new Own(node, info, generation, clock.stopwatch()));
    dns.registerService(info);
    return info;
  }

  private void renew(Own own, BriskDns dns) throws IOException {
    ServiceInfo live = dns.registered(own.info());
    if (live == null) {
      announce(own.node(), own.generation(), dns);
    } else if (own.age().get().compareTo(UNSEEN) > 0 && !browser.shows(own.node())) {
      update(own, live, own.node());
    }
  }

  /**
   * Another text is announced under the same label. Another port cannot be, and a label that the
   * network still knows with the old port would be renamed: the node takes a new label, then the
   * old one goes.
   */
  private void replace(Own own, Node node, BriskDns dns) throws IOException {
    ServiceInfo live = dns.registered(own.info());
    if (live != null && live.getPort() == node.hostPort().port()) {
      update(own, live, node);
      return;
    }
    ServiceInfo successor = announce(node, own.generation() + 1, dns);
    if (live != null) {
      background.execute(() -> retire(live, successor, dns));
    }
  }

  /** A text that is set before the first announcement is over would stop it. */
  private void update(Own own, ServiceInfo live, Node node) throws IOException {
    if (!BriskDns.announced(live, ANNOUNCING)) {
      throw new IOException("%s is still being announced as it was".formatted(node.id()));
    }
    live.setText(NodeCodec.txt(node));
    all.put(Key.of(node), new Own(node, live, own.generation(), clock.stopwatch()));
  }

  private static void retire(ServiceInfo old, ServiceInfo successor, BriskDns dns) {
    BriskDns.announced(successor, ANNOUNCING);
    dns.unregisterService(old);
  }

  /** Forgets the node; what to unregister, if it was announced. */
  synchronized Optional<ServiceInfo> remove(Node node) {
    @Nullable Own own = all.remove(Key.of(node));
    return Optional.ofNullable(own).map(Own::info);
  }

  /** Announces all nodes on a new responder. */
  synchronized void restore(BriskDns dns) throws IOException {
    for (Own own : Map.copyOf(all).values()) {
      announce(own.node(), own.generation(), dns);
    }
  }
}
