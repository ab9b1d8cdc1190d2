package shippy.simulation;

import shippy.registry.Node;
import shippy.service.SimulatedRegistration;

/** A process that serves: a real registration on a simulated machine. */
final class Server {
  final Node node;
  final Machine machine;
  private final SimulatedRegistration registration;

  Server(Node node, World world) {
    this.node = node;
    this.machine = new Machine(node.id(), world);
    this.registration =
        new SimulatedRegistration(
            node,
            machine.registry,
            machine.registrar,
            machine.registrar,
            World.TTL,
            World.INTERVAL,
            world.random.split());
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
