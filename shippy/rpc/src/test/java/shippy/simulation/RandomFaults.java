package shippy.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Lets things happen to a system, of all kinds, at any time, several at once. */
final class RandomFaults {
  private static final int MAX_SERVERS = 8;

  private final SimulatedSystem system;
  private final SplittableRandom random;

  RandomFaults(SimulatedSystem system) {
    this.system = system;
    this.random = system.random.split();
  }

  /** Spreads strikes over the time. */
  void plan(Duration time) {
    int strikes = 3 + random.nextInt(10);
    for (int i = 0; i < strikes; i++) {
      system.clock.schedule(Duration.ofMillis(random.nextLong(time.toMillis())), this::strike);
    }
  }

  private void strike() {
    switch (random.nextInt(14)) {
      case 0 -> stopRegistry();
      case 1 -> freezeRegistry();
      case 2 -> wipeRegistry();
      case 3 -> compact();
      case 4, 5 -> deleteKey();
      case 6 -> revokeLease();
      case 7 -> breakStreams();
      case 8, 9 -> cutLink();
      case 10 -> makeFlaky();
      case 11 -> pause();
      case 12 -> endServer();
      default -> addServer();
    }
  }

  private void stopRegistry() {
    Duration time = upTo(45);
    system.tell("the registry is down for " + time);
    system.etcd.stop();
    after(time, system.etcd::resume);
  }

  private void freezeRegistry() {
    Duration time = upTo(30);
    system.tell("the registry is frozen for " + time);
    system.etcd.freeze();
    after(time, system.etcd::resume);
  }

  private void wipeRegistry() {
    Duration time = upTo(5);
    system.tell("the registry loses its data and is down for " + time);
    system.etcd.wipe();
    after(time, system.etcd::resume);
  }

  private void compact() {
    system.tell("the registry compacts its history");
    system.etcd.compact();
  }

  private void breakStreams() {
    system.tell("all watches end");
    system.etcd.breakStreams();
  }

  private void deleteKey() {
    List<String> keys = system.etcd.keys();
    if (!keys.isEmpty() && system.etcd.power() == FakeEtcd.Power.UP) {
      String key = any(keys);
      system.tell("somebody deletes the key of " + key);
      system.etcd.delete(key);
    }
  }

  private void revokeLease() {
    List<Long> leases = system.etcd.leases();
    if (!leases.isEmpty() && system.etcd.power() == FakeEtcd.Power.UP) {
      long lease = any(leases);
      system.tell("somebody revokes lease " + lease);
      system.etcd.revoke(lease);
    }
  }

  private void cutLink() {
    SimulatedProcess machine = any(system.machines());
    Duration time = upTo(40);
    system.tell("%s is cut off for %s".formatted(machine, time));
    machine.link.cut(true);
    after(time, () -> machine.link.cut(false));
  }

  private void makeFlaky() {
    SimulatedProcess machine = any(system.machines());
    Duration time = upTo(20);
    system.tell("calls of %s fail at times for %s".formatted(machine, time));
    machine.link.flaky(true);
    after(time, () -> machine.link.flaky(false));
  }

  private void pause() {
    SimulatedProcess machine = any(system.machines());
    Duration time = upTo(8);
    system.tell("%s is paused for %s".formatted(machine, time));
    machine.pause(true);
    after(time, () -> machine.pause(false));
  }

  private void endServer() {
    List<SimulatedServer> running = system.running();
    if (!running.isEmpty()) {
      SimulatedServer server = any(running);
      boolean killed = random.nextBoolean();
      system.tell("%s is %s".formatted(server.node.id(), killed ? "killed" : "stopped"));
      if (killed) {
        server.machine.kill();
      } else {
        server.stop();
      }
    }
  }

  private void addServer() {
    if (system.servers.size() < MAX_SERVERS) {
      system.tell("s-%d starts".formatted(system.servers.size()));
      system.addServer();
    }
  }

  private void after(Duration time, Runnable end) {
    system.clock.schedule(time, end);
  }

  private Duration upTo(int seconds) {
    return Duration.ofMillis(random.nextLong(seconds * 1_000L));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
