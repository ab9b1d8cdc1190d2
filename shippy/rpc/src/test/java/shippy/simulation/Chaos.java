package shippy.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Lets things happen to a world, of all kinds, at any time, several at once. */
final class Chaos {
  private static final int MAX_SERVERS = 8;

  private final World world;
  private final SplittableRandom random;

  Chaos(World world) {
    this.world = world;
    this.random = world.random.split();
  }

  /** Spreads strikes over the time. */
  void plan(Duration time) {
    int strikes = 3 + random.nextInt(10);
    for (int i = 0; i < strikes; i++) {
      world.clock.schedule(Duration.ofMillis(random.nextLong(time.toMillis())), this::strike);
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
    world.tell("the registry is down for " + time);
    world.etcd.stop();
    after(time, world.etcd::resume);
  }

  private void freezeRegistry() {
    Duration time = upTo(30);
    world.tell("the registry is frozen for " + time);
    world.etcd.freeze();
    after(time, world.etcd::resume);
  }

  private void wipeRegistry() {
    Duration time = upTo(5);
    world.tell("the registry loses its data and is down for " + time);
    world.etcd.wipe();
    after(time, world.etcd::resume);
  }

  private void compact() {
    world.tell("the registry compacts its history");
    world.etcd.compact();
  }

  private void breakStreams() {
    world.tell("all watches end");
    world.etcd.breakStreams();
  }

  private void deleteKey() {
    List<String> keys = world.etcd.keys();
    if (!keys.isEmpty() && world.etcd.power() == FakeEtcd.Power.UP) {
      String key = any(keys);
      world.tell("somebody deletes the key of " + key);
      world.etcd.delete(key);
    }
  }

  private void revokeLease() {
    List<Long> leases = world.etcd.leases();
    if (!leases.isEmpty() && world.etcd.power() == FakeEtcd.Power.UP) {
      long lease = any(leases);
      world.tell("somebody revokes lease " + lease);
      world.etcd.revoke(lease);
    }
  }

  private void cutLink() {
    Machine machine = any(world.machines());
    Duration time = upTo(40);
    world.tell("%s is cut off for %s".formatted(machine, time));
    machine.link.cut(true);
    after(time, () -> machine.link.cut(false));
  }

  private void makeFlaky() {
    Machine machine = any(world.machines());
    Duration time = upTo(20);
    world.tell("calls of %s fail at times for %s".formatted(machine, time));
    machine.link.flaky(true);
    after(time, () -> machine.link.flaky(false));
  }

  private void pause() {
    Machine machine = any(world.machines());
    Duration time = upTo(8);
    world.tell("%s is paused for %s".formatted(machine, time));
    machine.pause(true);
    after(time, () -> machine.pause(false));
  }

  private void endServer() {
    List<Server> running = world.running();
    if (!running.isEmpty()) {
      Server server = any(running);
      boolean killed = random.nextBoolean();
      world.tell("%s is %s".formatted(server.node.id(), killed ? "killed" : "stopped"));
      if (killed) {
        server.machine.kill();
      } else {
        server.stop();
      }
    }
  }

  private void addServer() {
    if (world.servers.size() < MAX_SERVERS) {
      world.tell("s-%d starts".formatted(world.servers.size()));
      world.addServer();
    }
  }

  private void after(Duration time, Runnable end) {
    world.clock.schedule(time, end);
  }

  private Duration upTo(int seconds) {
    return Duration.ofMillis(random.nextLong(seconds * 1_000L));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
