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
  private static final Duration GONE = World.TTL.plusSeconds(2);

  private final World world;

  private Simulation(World world) {
    this.world = world;
  }

  /** What went wrong and how it came to it. */
  static Optional<String> run(long seed, Bug bug) {
    World world = new World(seed, bug);
    new Simulation(world).play();
    return world.failure().map(story -> "seed %d:%s".formatted(seed, story));
  }

  /** The first failure of many runs. */
  static Optional<String> firstFailure(long seeds, Bug bug) {
    return LongStream.range(0, seeds)
        .mapToObj(seed -> run(seed, bug))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private void play() {
    new Chaos(world).plan(CHAOS);
    world.clock.advance(CHAOS);
    world.heal();
    world.clock.advance(BACK);
    everyRunningServerIsFound();
    world.clock.advance(GONE.minus(BACK));
    everyViewIsTheRegistry();
  }

  private void everyRunningServerIsFound() {
    List<Node> running = world.runningNodes();
    for (ModelClient client : world.clients) {
      if (!client.known().containsAll(running)) {
        world.violated(
            "%s sees %s, yet %s run".formatted(client, ids(client.known()), ids(running)));
      }
    }
    for (Server server : world.running()) {
      if (!server.isConnected()) {
        world.violated("%s does not know that it is registered".formatted(server.node.id()));
      }
    }
  }

  private void everyViewIsTheRegistry() {
    List<Node> running = world.runningNodes();
    List<Node> held = world.etcd.held();
    if (!held.equals(running)) {
      world.violated("the registry holds %s, yet %s run".formatted(ids(held), ids(running)));
    }
    for (ModelClient client : world.clients) {
      if (client.isAway() || !client.known().equals(held)) {
        world.violated(
            "%s sees %s, yet the registry holds %s"
                .formatted(client, ids(client.known()), ids(held)));
      }
    }
  }

  static List<String> ids(List<Node> nodes) {
    return nodes.stream().map(Node::id).toList();
  }
}
