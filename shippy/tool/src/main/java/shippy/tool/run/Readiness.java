package shippy.tool.run;

import io.grpc.Channel;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import shippy.process.Program;
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
   * @param address where the registry says it is
   * @param serving whether it answers there that it serves
   */
  record Sight(String address, boolean serving) {}

  Readiness(Registry registry, Function<Node, Channel> channels) {
    this.registry = registry;
    this.channels = channels;
  }

  /**
   * The instances that the registry shows. Blocks until the registry answers.
   *
   * @param ids the {@code server_id} of each program
   * @throws shippy.registry.RegistryException if the registry does not answer
   */
  Map<Program, Sight> look(Map<Program, String> ids) {
    List<Node> nodes =
        registry.services().stream().flatMap(s -> registry.nodes(s).stream()).toList();
    Map<Program, Sight> sights = new HashMap<>();
    ids.forEach(
        (program, id) ->
            nodes.stream()
                .filter(node -> node.id().endsWith("-" + id))
                .findFirst()
                .ifPresent(node -> sights.put(program, sight(node))));
    return sights;
  }

  private Sight sight(Node node) {
    HealthProbe.Result result = HealthProbe.send(node, channels.apply(node), ANSWER_LIMIT).await();
    LoggerFactory.getLogger(Readiness.class).debug("{}: {}", node.address(), result);
    return new Sight(
        node.address(), result.equals(new HealthProbe.Reported(ServingStatus.SERVING)));
  }
}
