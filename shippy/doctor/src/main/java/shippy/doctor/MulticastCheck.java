package shippy.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;
import shippy.registry.mdns.MdnsInterface;

/** Announces a service by mDNS and finds it as another program, and another stack, would. */
record MulticastCheck(Config config, Clock clock) implements Check {
  /** Begins the name that it announces, which is no real service. */
  static final String NAMES = "shippy.doctor.";

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration OTHERS_LIMIT = Duration.ofSeconds(2);
  private static final Duration TTL = Duration.ofSeconds(15);
  private static final int NOBODY = 9; // the port of "discard"
  private static final Problem.Fix FIX =
      new Problem.Fix(
          "iptables -I INPUT -p udp --dport 5353 -j ACCEPT",
          "or ufw allow 5353/udp; or do without: --registry=etcd");

  @Override
  public String subject() {
    return "multicast";
  }

  @Override
  public List<Finding> look() {
    MdnsInterface link = MdnsInterface.of(config);
    if (!link.up()) {
      return List.of(); // the interface has a row for that
    }
    String service = NAMES + UUID.randomUUID().toString().substring(0, 8);
    String address = new HostPort(link.address(), NOBODY).toString();
    return List.of(roundTrip(Node.of(service, service + "-probe", address), link));
  }

  private Finding roundTrip(Node probe, MdnsInterface link) {
    CountDownLatch seen = new CountDownLatch(1);
    Supplier<Duration> time = clock.stopwatch();
    try (Registry announcing = Registry.open(config);
        Registry looking = Registry.open(config)) {
      looking.watch(probe.service(), snapshot -> tell(snapshot, probe, seen));
      announcing.register(probe, TTL);
      boolean found = seen.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      String after = seconds(time.get());
      String others = found ? foundByOthers(probe, link) : "";
      announcing.deregister(probe);
      return found
          ? pass("announced and found in %s; %s".formatted(after, others))
          : fail(
              "announced on %s and not found within %s: something drops UDP port 5353"
                  .formatted(link.name(), seconds(LIMIT)),
              FIX);
    } catch (InterruptedException e) {
      throw Problem.interrupted("looking for a service", e);
    }
  }

  /** Only told: a stack that is slow to start says nothing about the network. */
  private static String foundByOthers(Node probe, MdnsInterface link) throws InterruptedException {
    try {
      InetAddress address = InetAddress.getByName(link.address());
      return JmdnsProbe.finds(probe.id(), address, OTHERS_LIMIT)
          ? "another mDNS library (JmDNS) sees it too"
          : "another mDNS library (JmDNS) did not see it within " + seconds(OTHERS_LIMIT);
    } catch (UnknownHostException e) {
      return "another mDNS library (JmDNS) was not asked: " + e.getMessage();
    }
  }

  private static void tell(Snapshot snapshot, Node probe, CountDownLatch seen) {
    if (snapshot instanceof Snapshot.Nodes nodes && nodes.nodes().contains(probe)) {
      seen.countDown();
    }
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
