package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.testkit.CommandHarness;
import shippy.testkit.Namespace;
import shippy.testkit.RunningCommand;

/**
 * The programs of a checkout, started with one registry's settings and ended together. They share a
 * data directory, which goes with the sandbox.
 */
final class Sandbox implements AutoCloseable {
  static final Path ROOT = Path.of(System.getProperty("shippy.root", "..")).toAbsolutePath();
  static final Path VESSEL = jar("vessel-service", "vessel-service");
  static final Path CONSIGNMENT = jar("consignment-service", "consignment-service");
  static final Path CLI = jar("consignment-cli", "consignment-cli");
  static final Path TOOL = jar("shippy/tool", "shippy");
  static final Path SAMPLE = ROOT.resolve("consignment-cli/consignment.json");

  /** Long enough for a JVM on a busy machine. */
  static final Duration START = Duration.ofSeconds(40);

  private final Map<String, String> env;
  private final Path data;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Optional<Namespace> host = Optional.empty();

  private Sandbox(Map<String, String> env) {
    this.env = new HashMap<>(env);
    try {
      this.data = Files.createTempDirectory("shippy-data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    with("MICRO_DATA_DIR", data.toString());
  }

  /** On mDNS on the loopback interface of a host of its own. */
  static Sandbox mdns() {
    Sandbox sandbox = bare();
    Namespace host = Namespace.create();
    sandbox.open.push(host);
    return sandbox.on(host);
  }

  static Sandbox etcd(String endpoints) {
    return new Sandbox(Map.of("MICRO_REGISTRY", "etcd", "MICRO_REGISTRY_ADDRESS", endpoints));
  }

  /** No registry at all in the environment: for tests that say it by flag. */
  static Sandbox bare() {
    return new Sandbox(Map.of());
  }

  /** Sets a variable for the programs started from now on. */
  Sandbox with(String name, String value) {
    env.put(name, value);
    return this;
  }

  /** Registers services for this long instead of 15 s from now on, and renews that in time. */
  Sandbox leasing(Duration ttl) {
    return with("MICRO_REGISTER_TTL", ttl.toSeconds() + "s")
        .with("MICRO_REGISTER_INTERVAL", ttl.toSeconds() / 3 + "s");
  }

  /** Starts the programs on a host of a test network from now on. */
  Sandbox on(Namespace where) {
    host = Optional.of(where);
    return this;
  }

  /** Where the services keep their files unless a test says otherwise. */
  Path data() {
    return data;
  }

  /** Starts a vessel and a consignment service and returns once others see both, in this order. */
  List<RunningCommand> both(String... args) {
    List<RunningCommand> both = List.of(starting(VESSEL, args), starting(CONSIGNMENT, args));
    both.forEach(service -> service.awaitLine("Registered node: ", START));
    return both;
  }

  /** Starts a service and returns once the registry shows it to others. */
  RunningCommand service(Path jar, String... args) {
    RunningCommand running = starting(jar, args);
    running.awaitLine("Registered node: ", START);
    return running;
  }

  /** Starts a service and returns at once. */
  RunningCommand starting(Path jar, String... args) {
    RunningCommand running = program(jar).start(args);
    open.push(running);
    return running;
  }

  CommandHarness.Result cli(String... args) {
    return patient(CLI).run(args);
  }

  /** What the CLI answers to an order. */
  CommandHarness.Result create(Order order) {
    try {
      byte[] json = JsonFormat.printer().print(order.message()).getBytes(StandardCharsets.UTF_8);
      return patient(CLI).stdin(json).run("create", "-");
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the CLI prints when it succeeds, which it must. */
  String printed(String... args) {
    CommandHarness.Result result = cli(args);
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stdout();
  }

  /** What the shell says to these lines from a pipe. */
  CommandHarness.Result typed(String lines) {
    return patient(CLI).stdin((lines + "\n").getBytes(StandardCharsets.UTF_8)).run();
  }

  /** Fails unless both services tell the same of every consignment. */
  void requireSound() {
    CommandHarness.Result fsck = tool("fsck");
    assertThat(fsck.exitCode()).as(fsck.stdout() + fsck.stderr()).isZero();
  }

  CommandHarness.Result tool(String... args) {
    return patient(TOOL).run(args);
  }

  /** A program with this sandbox's environment. */
  CommandHarness program(Path jar) {
    return program(CommandHarness.jar(jar));
  }

  /**
   * For commands, whose calls wait longer than by default unless the sandbox says how long: others
   * load the machine meanwhile.
   */
  private CommandHarness patient(Path jar) {
    return program(jar)
        .env(
            "MICRO_CLIENT_REQUEST_TIMEOUT",
            env.getOrDefault("MICRO_CLIENT_REQUEST_TIMEOUT", "20s"));
  }

  /** Any other program, as if it were one of this sandbox. */
  CommandHarness program(CommandHarness harness) {
    env.forEach(harness.directory(ROOT)::env);
    host.ifPresent(harness::on);
    open.push(harness);
    return harness;
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path jar(String module, String name) {
    Path jar = ROOT.resolve(module).resolve("target").resolve(name + ".jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException("%s is missing (run: make build)".formatted(jar));
    }
    return jar;
  }
}
