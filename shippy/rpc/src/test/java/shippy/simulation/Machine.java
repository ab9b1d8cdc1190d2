package shippy.simulation;

import java.util.SplittableRandom;

/** A simulated process: its threads, its way to the registry, and what can befall it. */
final class Machine {
  private final String name;
  final Link link;
  final Worker registrar;
  final FakeRegistry registry;
  private final Worker watcher;
  private boolean running = true;

  Machine(String name, World world) {
    this.name = name;
    SplittableRandom random = world.random.split();
    link = new Link(world.etcd, world.clock, random);
    registrar = new Worker(world.clock);
    watcher = new Worker(world.clock);
    registry = new FakeRegistry(link, world.bug, registrar, watcher, random);
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
