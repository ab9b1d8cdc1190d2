package shippy.e2e;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import shippy.testkit.Namespace;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** A registry and hosts that Java programs and go-micro programs share. Not for several threads. */
final class PeerNetwork implements AutoCloseable {
  private static final String CARD = "va";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Sandbox java;
  private final Sandbox go;

  private PeerNetwork(Sandbox java, Sandbox go) {
    this.java = java;
    this.go = go;
    open.push(java);
    open.push(go);
  }

  /** What the programs find each other by. */
  enum Kind {
    ETCD,
    MDNS_LOOPBACK,
    MDNS_TWO_HOSTS,
    MDNS_IPV6
  }

  /** A new network; the endpoints of a running etcd are for {@link Kind#ETCD}. */
  static PeerNetwork of(Kind kind, EtcdExtension etcd) {
    return switch (kind) {
      case ETCD -> etcd(etcd.endpoints());
      case MDNS_LOOPBACK -> loopback();
      case MDNS_TWO_HOSTS -> twoHosts();
      case MDNS_IPV6 -> ipv6();
    };
  }

  /** One etcd, everything on this host. */
  private static PeerNetwork etcd(String endpoints) {
    return new PeerNetwork(Sandbox.etcd(endpoints), Sandbox.etcd(endpoints)).listening("127.0.0.1");
  }

  /** mDNS on the loopback interface of one host, which go-micro finds with a multicast route. */
  private static PeerNetwork loopback() {
    Namespace host = Namespace.create();
    host.multicastRoute("lo");
    return mdns(host, host).listening("127.0.0.1");
  }

  /** mDNS between two hosts by IPv4: Java on one, Go on the other. */
  private static PeerNetwork twoHosts() {
    PeerNetwork network = hosts("10.99.0.1", "10.99.0.2", true);
    network.java.with("MICRO_REGISTRY_ADDRESS", "10.99.0.1");
    return network;
  }

  /** The same by IPv6 alone: no IPv4 address, no IPv4 multicast route. */
  private static PeerNetwork ipv6() {
    PeerNetwork network = hosts("fd00:99::1", "fd00:99::2", false);
    network.java.with("MICRO_REGISTRY_ADDRESS", CARD);
    return network;
  }

  private static PeerNetwork hosts(String ofJava, String ofGo, boolean ipv4) {
    Namespace left = Namespace.create();
    Namespace right = Namespace.create();
    left.link(CARD, ofJava, right, ofGo);
    if (ipv4) {
      left.multicastRoute(CARD);
      right.multicastRoute(CARD);
    }
    PeerNetwork network = mdns(left, right);
    network.java.with("MICRO_SERVER_ADDRESS", listen(ofJava));
    network.go.with("MICRO_SERVER_ADDRESS", listen(ofGo));
    return network;
  }

  private static PeerNetwork mdns(Namespace ofJava, Namespace ofGo) {
    PeerNetwork network =
        new PeerNetwork(
            Sandbox.bare().with("MICRO_REGISTRY", "mdns").on(ofJava),
            Sandbox.bare().with("MICRO_REGISTRY", "mdns").on(ofGo));
    network.open.addLast(ofJava);
    if (ofGo != ofJava) {
      network.open.addLast(ofGo);
    }
    return network;
  }

  private PeerNetwork listening(String address) {
    java.with("MICRO_SERVER_ADDRESS", listen(address));
    go.with("MICRO_SERVER_ADDRESS", listen(address));
    return this;
  }

  private static String listen(String address) {
    return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":0";
  }

  /** Where the Java programs run. */
  Sandbox java() {
    return java;
  }

  /** Where the Go programs run. */
  Sandbox go() {
    return go;
  }

  /** Starts a watch of our own, which tells of all nodes. */
  RunningCommand watch() {
    return java.starting(Sandbox.TOOL, "watch");
  }

  /**
   * Waits until a watch has told of a service.
   *
   * @param change {@code up} or {@code down} for ours, {@code create} or {@code delete} for Go's
   */
  static void await(RunningCommand watch, String change, RunningCommand service) {
    String address = Pattern.quote(addressOf(service));
    watch.awaitLine("\\b%1$s\\b.*%2$s|%2$s.*\\b%1$s\\b".formatted(change, address), SOON);
  }

  /** Where a service of either kind listens, as it is registered. */
  static String addressOf(RunningCommand service) {
    return service.awaitLine("Listening on (\\S+)", Sandbox.START).group(1);
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
