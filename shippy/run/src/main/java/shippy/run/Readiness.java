package shippy.run;

import io.grpc.Channel;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.stats.HealthProbe;

/** Checks from outside whether started instances can be found and answer. Safe for any thread. */
final class Readiness {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

  private final Registry registry;
  private final Function<Node, Channel> channels;

  /**
   * How an instance looks to others.
   *
   * @param service the name that it is registered under
   * @param address where the registry says it is
   * @param serving whether it answers there that it serves
   */
  record Sight(String service, String address, boolean serving) {}

  Readiness(Registry registry, Function<Node, Channel> channels) {
    this.registry = registry;
    this.channels = channels;
  }

  /**
   * The instances that the registry shows. Blocks until the registry answers.
   *
   * @param ids the {@code server_id} of each
   * @throws shippy.registry.RegistryException if the registry does not answer
   */
  Map<String, Sight> look(Collection<String> ids) {
    return look(ids, registry.services());
  }

  /** The same among the instances of one service. */
  Optional<Sight> look(String id, Optional<String> service) {
    List<String> services = service.map(List::of).orElseGet(registry::services);
    return Optional.ofNullable(look(List.of(id), services).get(id));
  }

  private Map<String, Sight> look(Collection<String> ids, List<String> services) {
    List<Node> nodes = services.stream().flatMap(s -> registry.nodes(s).stream()).toList();
    Map<String, Sight> sights = new HashMap<>();
    for (String id : ids) {
      nodes.stream()
          .filter(node -> node.id().endsWith("-" + id))
          .findFirst()
          .ifPresent(node -> sights.put(id, sight(node)));
    }
    return sights;
  }

  private Sight sight(Node node) {
    HealthProbe.Result result = HealthProbe.send(node, channels.apply(node), ANSWER_LIMIT).await();
    LoggerFactory.getLogger(Readiness.class).debug("{}: {}", node.address(), result);
    return new Sight(
        node.service(),
        node.address(),
        result.equals(new HealthProbe.Reported(ServingStatus.SERVING)));
  }
}
