package shippy.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import shippy.registry.Node;

/** One run: things happen, then they stop, then what was promised must be so. */
final class Simulation {
  private static final Duration CHAOS = Duration.ofSeconds(60);
  private static final Duration BACK = Duration.ofSeconds(10);
  private static final Duration GONE = SimulatedSystem.TTL.plusSeconds(2);

  private final SimulatedSystem system;

  private Simulation(SimulatedSystem system) {
    this.system = system;
  }

  /** What went wrong and how it came to it. */
  static Optional<String> run(long seed, SeededBug bug) {
    SimulatedSystem system = new SimulatedSystem(seed, bug);
    new Simulation(system).play();
    return system.failure().map(story -> "seed %d:%s".formatted(seed, story));
  }

  /** The first failure of many runs. */
  static Optional<String> firstFailure(long seeds, SeededBug bug) {
    return LongStream.range(0, seeds)
        .mapToObj(seed -> run(seed, bug))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private void play() {
    new RandomFaults(system).plan(CHAOS);
    system.clock.advance(CHAOS);
    system.heal();
    system.clock.advance(BACK);
    everyRunningServerIsFound();
    system.clock.advance(GONE.minus(BACK));
    everyViewIsTheRegistry();
  }

  private void everyRunningServerIsFound() {
    List<Node> running = system.runningNodes();
    for (ModelClient client : system.clients) {
      if (!client.known().containsAll(running)) {
        system.violated(
            "%s sees %s, yet %s run".formatted(client, ids(client.known()), ids(running)));
      }
    }
    for (SimulatedServer server : system.running()) {
      if (!server.isConnected()) {
        system.violated("%s does not know that it is registered".formatted(server.node.id()));
      }
    }
  }

  private void everyViewIsTheRegistry() {
    List<Node> running = system.runningNodes();
    List<Node> held = system.etcd.held();
    if (!held.equals(running)) {
      system.violated("the registry holds %s, yet %s run".formatted(ids(held), ids(running)));
    }
    for (ModelClient client : system.clients) {
      if (client.isAway() || !client.known().equals(held)) {
        system.violated(
            "%s sees %s, yet the registry holds %s"
                .formatted(client, ids(client.known()), ids(held)));
      }
    }
  }

  static List<String> ids(List<Node> nodes) {
    return nodes.stream().map(Node::id).toList();
  }
}
