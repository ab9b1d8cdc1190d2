package shippy.registry.mdns;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.clock.Randomness;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/**
 * Finds services by multicast DNS on one interface: nothing to install, one network segment, no
 * authority. Each node is announced as DNS-SD and in go-micro's dialect, and is found by either;
 * endpoints are carried by the latter. Nodes appear and go within milliseconds of registering and
 * deregistering, and when their owner dies within {@link #TTL} and a second, whatever ttl they ask
 * for. Opened by {@link MdnsRegistryProvider}; safe for any thread.
 */
public final class MdnsRegistry implements Registry {
  static final String KIND = "mdns";

  /** How long the records of a node are valid when its owner is silent. */
  static final Duration TTL = Duration.ofSeconds(20);

  private final LocalAddress where;
  private final ServiceBrowser browser;
  private final AnnouncedNodes announced;
  private final LinkLifecycle link;

  MdnsRegistry(LocalAddress where, Duration ttl, LinkLifecycle.Factory factory, Clock clock) {
    this.where = requireNonNull(where, "where");
    link = new LinkLifecycle(where, factory, clock);
    browser = new ServiceBrowser(where, ttl, link, clock);
    announced = new AnnouncedNodes(where, ttl, link, clock);
    MdnsResponder responder = new MdnsResponder(announced, link, clock, Randomness.fast());
    link.serve(new PacketDispatcher(where, browser, announced, responder));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String location() {
    return where.toString();
  }

  /** Announces the node and returns; a watch tells when the network shows it. */
  @Override
  public void register(Node node, Duration ttl) {
    requireNonNull(ttl, "ttl");
    MdnsProblems.requireFit(node);
    link.open();
    announced.register(node, browser.shows(node));
  }

  /** Says goodbye; others remove the node at once. */
  @Override
  public void deregister(Node node) {
    link.requireOpen();
    announced.deregister(node);
  }

  @Override
  public Watch watch(String service, Consumer<Snapshot> listener) {
    link.requireOpen();
    Watch watch = browser.watch(service, listener);
    link.openSoon();
    return watch;
  }

  @Override
  public List<Node> nodes(String service) {
    link.open();
    return browser.nodes(service);
  }

  @Override
  public List<String> services() {
    link.open();
    return browser.services();
  }

  /** Without a goodbye: registrations end with their ttl. */
  @Override
  public void close() {
    browser.close();
    link.close();
  }

  /** The number of records from the network that were not those of a node. */
  long refused() {
    return browser.refused();
  }
}
