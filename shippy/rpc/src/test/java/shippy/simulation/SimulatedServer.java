package shippy.simulation;

import shippy.registry.Node;
import shippy.service.SimulatedRegistration;

/** A process that serves: a real registration on a simulated machine. */
final class SimulatedServer {
  final Node node;
  final SimulatedProcess machine;
  private final SimulatedRegistration registration;

  SimulatedServer(Node node, SimulatedSystem system) {
    this.node = node;
    this.machine = new SimulatedProcess(node.id(), system);
    this.registration =
        new SimulatedRegistration(
            node,
            machine.registry,
            machine.registrar,
            machine.registrar,
            SimulatedSystem.TTL,
            SimulatedSystem.INTERVAL,
            system.random.split());
  }

  void start() {
    registration.start();
  }

  /** As SIGTERM does. */
  void stop() {
    machine.retire();
    registration.close();
  }

  boolean isConnected() {
    return registration.isConnected();
  }
}
