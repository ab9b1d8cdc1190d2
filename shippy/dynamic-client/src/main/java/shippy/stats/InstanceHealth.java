package shippy.stats;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import shippy.client.Client;
import shippy.registry.Node;

/**
 * The health of an instance, as it says itself.
 *
 * @param status {@code ok}, as micro says it; else why not
 * @param well whether it may be called
 */
public record InstanceHealth(Node node, String status, boolean well) {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  public InstanceHealth {
    requireNonNull(node, "node");
    requireNonNull(status, "status");
  }

  /** Asks all of them at once, each at its own address. The order stays. */
  public static List<InstanceHealth> of(List<Node> nodes, Client client) {
    List<HealthProbe> probes =
        nodes.stream().map(node -> HealthProbe.send(node, client.direct(node), LIMIT)).toList();
    return probes.stream().map(probe -> of(probe.node(), probe.await())).toList();
  }

  private static InstanceHealth of(Node node, HealthProbe.Result result) {
    String status = "ok, without a health service"; // such as those of go-micro
    if (result instanceof HealthProbe.Reported reported) {
      status = reported.usable() ? "ok" : reported.status().name();
    } else if (result instanceof HealthProbe.Failed failed) {
      status = failed.problem().what();
    }
    return new InstanceHealth(node, status, result.usable());
  }
}
