package shippy.registry.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.problem.Problem;
import shippy.registry.InvalidRecords;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.ServiceWatches;
import shippy.registry.Snapshot;

/**
 * Finds services in the EndpointSlices of one namespace, as the API server of a cluster tells them:
 * those whose Service has the label {@code shippy/service-name}. A node is a pod that is ready, and
 * its id the pod's name; registering does nothing. Opened by {@link KubernetesRegistryProvider};
 * safe for any thread.
 */
public final class KubernetesRegistry implements Registry {
  static final String KIND = "kubernetes";

  private final ClusterAccess access;
  private final ApiClient api;
  private final InvalidRecords invalid =
      new InvalidRecords(
          "Registry [kubernetes] Skipping {}: {} (others of this service are skipped silently)");
  private final ServiceWatches watches;
  private volatile boolean closed;

  /** Does not connect yet. */
  KubernetesRegistry(ClusterAccess access, Clock clock) {
    this.access = access;
    this.api = new ApiClient(access);
    this.watches = new ServiceWatches(KIND, access.toString(), this::source, clock);
  }

  private EndpointSliceListWatchSource source(String service) {
    return new EndpointSliceListWatchSource(api, service, invalid);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String location() {
    return access.toString();
  }

  @Override
  public boolean takesRegistrations() {
    return false;
  }

  @Override
  public Optional<Problem> unreachableNodes() {
    return access.inside() ? Optional.empty() : Optional.of(KubernetesProblems.outside(access));
  }

  @Override
  public void register(Node node, Duration ttl) {
    requireOpen();
  }

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
  public List<Node> nodes(String service) {
    requireOpen();
    return sound(await(source(service).list()).nodes().nodes());
  }

  @Override
  public List<String> services() {
    requireOpen();
    String all = EndpointSliceListWatchSource.slices(EndpointSlice.SERVICE_NAME);
    return sound(await(api.list("list the services", all, KubernetesRegistry::names)));
  }

  private static List<String> names(Unstructured list) {
    return list.at("items").items().stream()
        .map(EndpointSlice::new)
        .filter(slice -> !slice.nodes((name, why) -> {}).nodes().isEmpty())
        .map(EndpointSlice::service)
        .distinct()
        .sorted()
        .toList();
  }

  /** What was found; a namespace that does not exist has nothing in it, without an error. */
  private <T> List<T> sound(List<T> found) {
    if (found.isEmpty()) {
      await(api.requireNamespace());
    }
    return found;
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      throw Problem.interrupted("waiting for Kubernetes", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      watches.close();
      api.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("registry is closed");
    }
  }
}
