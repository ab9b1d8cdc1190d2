package shippy.registry.mdns;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * deregistering, and within {@link TunedJmDns#TTL} and a second when their owner dies, whatever ttl
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
  private final ServiceBrowser browser;
  private final AnnouncedNodes announced;
  private final ResponderLifecycle responder;

  MdnsRegistry(LocalAddress where, ResponderLifecycle.Factory factory, Clock clock) {
    this.where = requireNonNull(where, "where");
    browser = new ServiceBrowser(where, clock);
    announced = new AnnouncedNodes(browser, clock, background);
    responder = new ResponderLifecycle(where, factory, clock, background, browser, announced);
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
    TunedJmDns dns = responder.open();
    try {
      announced.register(node, dns);
    } catch (IOException | IllegalStateException e) {
      throw MdnsProblems.unusable(where, e);
    }
  }

  /** Says goodbye. Others remove the node a second later. */
  @Override
  public void deregister(Node node) {
    responder.requireOpen();
    Optional<ServiceInfo> info = announced.remove(node);
    Optional<TunedJmDns> dns = responder.current();
    if (info.isPresent() && dns.isPresent()) {
      within(GOODBYE_LIMIT, () -> dns.get().unregisterService(info.get()));
    }
  }

  @Override
  public Watch watch(String service, Consumer<Snapshot> listener) {
    responder.requireOpen();
    Watch watch = browser.watch(service, listener);
    responder.openSoon();
    return watch;
  }

  @Override
  public List<Node> nodes(String service) {
    responder.open();
    return browser.nodes(service);
  }

  @Override
  public List<String> services() {
    responder.open();
    return browser.services();
  }

  /** Waits only until the socket is free, which takes a few milliseconds. */
  @Override
  public void close() {
    browser.close();
    responder.close().ifPresent(last -> within(CLOSE_LIMIT, last::closeSilently));
    background.shutdown();
  }

  /** The number of records from the network that were not those of a node. */
  long refused() {
    return browser.refused();
  }

  /** Runs a task that may take long in JmDNS; returns after the limit even if it goes on. */
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

  /** Starts threads as needed; drops tasks after shutdown. */
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
