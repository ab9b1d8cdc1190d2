package shippy.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import shippy.clock.ManualClock;
import shippy.registry.Node;

/** All that one run consists of, its story so far, and the first thing that went wrong. */
final class SimulatedSystem {
  static final String SERVICE = "s";
  static final Duration TTL = Duration.ofSeconds(15);
  static final Duration INTERVAL = Duration.ofSeconds(5);

  final ManualClock clock = new ManualClock(Instant.EPOCH);
  final SplittableRandom random;
  final SeededBug bug;
  final FakeEtcd etcd = new FakeEtcd(clock);
  final List<SimulatedServer> servers = new ArrayList<>();
  final List<ModelClient> clients;
  private final StringBuilder story = new StringBuilder();
  private @Nullable Supplier<Duration> healed;
  private @Nullable String violation;

  SimulatedSystem(long seed, SeededBug bug) {
    this.random = new SplittableRandom(seed);
    this.bug = bug;
    this.clients =
        IntStream.range(0, 2).mapToObj(i -> new ModelClient("client-" + i, this)).toList();
    clients.forEach(ModelClient::start);
    IntStream.rangeClosed(0, random.nextInt(4)).forEach(i -> addServer());
  }

  void addServer() {
    String id = "s-" + servers.size();
    SimulatedServer server =
        new SimulatedServer(Node.of(SERVICE, id, "h:" + (servers.size() + 1)), this);
    servers.add(server);
    server.start();
  }

  List<SimulatedServer> running() {
    return servers.stream().filter(server -> server.machine.isRunning()).toList();
  }

  List<Node> runningNodes() {
    return running().stream().map(server -> server.node).toList();
  }

  List<SimulatedProcess> machines() {
    return Stream.concat(
            running().stream().map(server -> server.machine),
            clients.stream().map(client -> client.machine))
        .toList();
  }

  /** Nothing fails from now on. */
  void heal() {
    tell("healed");
    healed = clock.stopwatch();
    etcd.resume();
    servers.forEach(server -> server.machine.heal());
    clients.forEach(client -> client.machine.heal());
  }

  /** How long all has been well; nothing before that. */
  Duration sinceHealed() {
    return healed == null ? Duration.ZERO : healed.get();
  }

  void tell(String event) {
    story.append("%n%6.1f s: %s".formatted(clock.nanoTime() / 1e9, event));
  }

  void violated(String what) {
    if (violation == null) {
      violation = what;
      tell("WRONG: " + what);
    }
  }

  /** The story, if something went wrong. */
  Optional<String> failure() {
    return violation == null ? Optional.empty() : Optional.of(story.toString());
  }
}
