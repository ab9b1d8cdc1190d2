package shippy.simulation;

import java.util.SplittableRandom;

/** A simulated process: its threads, its way to the registry, and what can befall it. */
final class SimulatedProcess {
  private final String name;
  final SimulatedLink link;
  final SimulatedThread registrar;
  final FakeRegistry registry;
  private final SimulatedThread watcher;
  private boolean running = true;

  SimulatedProcess(String name, SimulatedSystem system) {
    this.name = name;
    SplittableRandom random = system.random.split();
    link = new SimulatedLink(system.etcd, system.clock, random);
    registrar = new SimulatedThread(system.clock);
    watcher = new SimulatedThread(system.clock);
    registry = new FakeRegistry(link, system.bug, registrar, watcher, random);
  }

  boolean isRunning() {
    return running;
  }

  /** No longer one that should be found: its end has begun. */
  void retire() {
    running = false;
  }

  void kill() {
    running = false;
    registrar.kill();
    watcher.kill();
  }

  void pause(boolean now) {
    registrar.pause(now);
    watcher.pause(now);
  }

  void heal() {
    link.cut(false);
    link.flaky(false);
    pause(false);
  }

  @Override
  public String toString() {
    return name;
  }
}
