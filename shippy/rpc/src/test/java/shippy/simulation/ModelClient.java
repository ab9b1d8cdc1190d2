package shippy.simulation;

import java.time.Duration;
import java.util.List;
import shippy.registry.Node;
import shippy.registry.Snapshot;

/** A process that looks for the servers, keeps what it was told last, and doubts all of it. */
final class ModelClient {
  /** 13 s until keep-alive ends a silent watch, up to 8 s of pause, and the ways. */
  private static final Duration OUTDATED = Duration.ofSeconds(25);

  final SimulatedProcess machine;
  private final SimulatedSystem system;
  private final String name;
  private List<Node> known = List.of();
  private boolean away;

  ModelClient(String name, SimulatedSystem system) {
    this.name = name;
    this.system = system;
    this.machine = new SimulatedProcess(name, system);
  }

  void start() {
    machine.registry.watch(SimulatedSystem.SERVICE, this::told);
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
      if (!system.etcd.held(known, OUTDATED)) {
        system.violated(
            "%s was told %s, which the registry has not held"
                .formatted(name, Simulation.ids(known)));
      }
    } else if (snapshot instanceof Snapshot.Unavailable trouble) {
      away = true;
      if (system.sinceHealed().compareTo(trouble.silence().get()) > 0) {
        system.violated("%s was told that the registry is silent when it was not".formatted(name));
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
