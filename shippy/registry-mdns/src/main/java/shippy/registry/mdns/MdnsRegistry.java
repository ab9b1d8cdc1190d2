package shippy.registry.mdns;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.jmdns.ServiceInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/**
 * Finds services by multicast DNS on one interface: nothing to install, one network segment, no
 * authority. Nodes appear about a second after they register, go within two seconds of
 * deregistering, and within {@link BriskDns#TTL} and a second when their owner dies, whatever ttl
 * they ask for. Endpoints are not carried. Opened by {@link MdnsRegistryProvider}; safe for any
 * thread.
 */
public final class MdnsRegistry implements Registry {
  static final String KIND = "mdns";

  private static final Logger LOG = LoggerFactory.getLogger(MdnsRegistry.class);
  private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(250);

  private final LocalAddress where;
  private final ExecutorService background = daemons();
  private final Browser browser;
  private final Registrations registrations;
  private final Link link;

  MdnsRegistry(LocalAddress where, Opener opener, Clock clock) {
    this.where = requireNonNull(where, "where");
    browser = new Browser(where, clock);
    registrations = new Registrations(browser, clock, background);
    link = new Link(where, opener, clock, background, browser, registrations);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String location() {
    return where.toString();
  }

  /** Announces the node and returns; whether the network shows it is seen by watching. */
  @Override
  public void register(Node node, Duration ttl) {
    requireNonNull(ttl, "ttl");
    requireFit(node);
    BriskDns dns = link.open();
    try {
      registrations.register(node, dns);
    } catch (IOException | IllegalStateException e) {
      throw Problems.unusable(where, e);
    }
  }

  /** Says goodbye, which others believe a second later. */
  @Override
  public void deregister(Node node) {
    link.requireOpen();
    registrations
        .remove(node)
        .ifPresent(info -> link.ifOpen(dns -> within(GOODBYE_LIMIT, () -> goodbye(info, dns))));
  }

  private static void goodbye(ServiceInfo info, BriskDns dns) {
    dns.unregisterService(info);
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

  /** Waits no longer than it takes to free the socket, which is a few milliseconds. */
  @Override
  public void close() {
    browser.close();
    BriskDns last = link.close();
    if (last != null) {
      within(CLOSE_LIMIT, last::closeSilently);
    }
    background.shutdown();
  }

  /** How many records from the network were not those of a node. */
  long refused() {
    return browser.refused();
  }

  private static void requireFit(Node node) {
    try {
      NodeCodec.txt(node);
    } catch (IllegalArgumentException e) {
      throw Problems.doesNotFit(node, e);
    }
  }

  /** Runs what may take long in JmDNS, and goes on without it after the limit. */
  private void within(Duration limit, Runnable task) {
    try {
      CompletableFuture.runAsync(task, background).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("mdns goes on in the background after {}", limit, e);
    } catch (ExecutionException e) {
      LOG.warn("Registry [mdns] failed to stop cleanly", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Threads as needed; what comes after the end is dropped, for then there is nothing to do. */
  private static ExecutorService daemons() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        DaemonThreads.named("shippy-mdns"),
        new ThreadPoolExecutor.DiscardPolicy());
  }
}
