package shippy.registry.dns;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.registry.ServiceWatches;
import shippy.registry.Snapshot;

/**
 * Services in the DNS, such as the headless ones of Kubernetes: who has a record is up, and nobody
 * registers here. A change is seen when the records expire, or about a second after a connection
 * has failed. Opened by {@link DnsRegistryProvider}; safe for any thread.
 */
public final class DnsRegistry implements Registry {
  static final String KIND = "dns";

  private final DnsAddress address;
  private final DnsClient client;
  private final DnsLookup lookup;
  private final ServiceWatches watches;
  private volatile boolean closed;

  /** Asks for nothing yet. */
  DnsRegistry(DnsAddress address, Clock clock) {
    requireNonNull(clock, "clock");
    this.address = requireNonNull(address, "address");
    this.client = new DnsClient(address);
    this.lookup = new DnsLookup(address, client);
    this.watches =
        new ServiceWatches(
            KIND, location(), service -> new DnsListWatchSource(service, lookup, clock), clock);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String location() {
    return address.location();
  }

  @Override
  public boolean takesRegistrations() {
    return false;
  }

  /** Does nothing. */
  @Override
  public void register(Node node, Duration ttl) {
    requireOpen();
  }

  /** Does nothing. */
  @Override
  public void deregister(Node node) {
    requireOpen();
  }

  @Override
  public Watch watch(String service, Consumer<Snapshot> listener) {
    requireOpen();
    return watches.watch(service, listener);
  }

  @Override
  public void refresh(String service) {
    watches.refresh(service);
  }

  @Override
  public List<Node> nodes(String service) {
    requireOpen();
    try {
      return new Snapshot.Nodes(lookup.find(service).join().nodes()).nodes();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  @Override
  public boolean canList() {
    return false;
  }

  @Override
  public List<String> services() {
    requireOpen();
    throw new RegistryException(
        Problem.of(ExitCode.USAGE, "registry dns cannot list services (expected: the name of one)")
            .withFact("looked at: " + location())
            .withLikely("the DNS answers questions for names only")
            .withFix("shippy get service shippy.service.vessel", "the instances of one")
            .withFix("--registry=kubernetes", "which can list them"),
        null);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      watches.close();
      client.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("registry is closed");
    }
  }
}
