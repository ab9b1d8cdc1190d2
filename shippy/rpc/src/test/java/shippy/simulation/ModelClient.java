package shippy.simulation;

import java.time.Duration;
import java.util.List;
import shippy.registry.Node;
import shippy.registry.Snapshot;

/** A process that looks for the servers, keeps what it was told last, and doubts all of it. */
final class ModelClient {
  /** 13 s until keep-alive ends a silent watch, up to 8 s of pause, and the ways. */
  private static final Duration OUTDATED = Duration.ofSeconds(25);

  final Machine machine;
  private final World world;
  private final String name;
  private List<Node> known = List.of();
  private boolean away;

  ModelClient(String name, World world) {
    this.name = name;
    this.world = world;
    this.machine = new Machine(name, world);
  }

  void start() {
    machine.registry.watch(World.SERVICE, this::told);
  }

  List<Node> known() {
    return known;
  }

  boolean isAway() {
    return away;
  }

  private void told(Snapshot snapshot) {
    if (snapshot instanceof Snapshot.Nodes set) {
      away = false;
      known = set.nodes();
      if (!world.etcd.held(known, OUTDATED)) {
        world.violated(
            "%s was told %s, which the registry has not held"
                .formatted(name, Simulation.ids(known)));
      }
    } else if (snapshot instanceof Snapshot.Unavailable trouble) {
      away = true;
      if (world.sinceHealed().compareTo(trouble.silence().get()) > 0) {
        world.violated("%s was told that the registry is silent when it was not".formatted(name));
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
