package shippy.consignment;

import static java.util.Objects.requireNonNull;

import io.grpc.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceFutureStub;
import shippy.registry.HostPort;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/**
 * An etcd and a vessel service that run all the time, and a consignment service that is killed and
 * started again. Clients call the consignment service by its address and try nothing again. Not for
 * several threads.
 */
final class KillPointSystem implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("shippy.root", ".."));
  private static final Duration START = Duration.ofSeconds(60);

  private final EtcdExtension etcd = EtcdExtension.nodes(1);
  private final Client client =
      Client.open(
          Config.of(Map.of("registry", "memory", "client_request_timeout", "60s"), Map.of()));
  private final CommandHarness vessels;
  private final CommandHarness consignments;
  private final CommandHarness tool;
  private @Nullable RunningCommand service;
  private Supplier<Duration> running = Clock.system().stopwatch();

  /** Starts all but the consignment service, with this variable beside those of the registry. */
  KillPointSystem(String variable, String value) {
    launch(etcd);
    vessels = on(CommandHarness.jar(jar("vessel-service/target/vessel-service.jar")));
    consignments =
        on(
            CommandHarness.mainBeside(
                jar("consignment-service/target/consignment-service.jar"), KillPointMain.class));
    tool = on(CommandHarness.jar(jar("shippy/tool/target/shippy.jar")));
    vessels.env(variable, value);
    consignments.env(variable, value);
    vessels.start().awaitLine("Registered node: ", START);
  }

  /** Starts the consignment service, to stand still at the point with this word, if any. */
  void start(String word) {
    running = Clock.system().stopwatch();
    service = consignments.env(KillPointHalt.VARIABLE, word).start();
    service().awaitLine("Registered node: ", START);
  }

  /** Returns when the service stands still at the point. */
  void awaitHalt(KillPoint point) {
    service().awaitLine("kill point " + point.word(), Duration.ofSeconds(10));
  }

  /** Ends the consignment service with SIGKILL; returns when it is gone. */
  void kill() {
    service().kill();
    service().close();
  }

  /** How long ago the consignment service was started. */
  Duration running() {
    return running.get();
  }

  ShippingServiceFutureStub shipping() {
    String address = service().awaitLine("Server \\[grpc] Listening on (\\S+)", START).group(1);
    Channel channel = client.direct(HostPort.parse(address));
    return ShippingServiceGrpc.newFutureStub(channel);
  }

  /** What the consignment service that was started last has printed. */
  String said() {
    return service().stdout() + service().stderr();
  }

  CommandHarness.Result fsck() {
    return tool.run("fsck", "-o", "json");
  }

  @Override
  public void close() {
    client.close();
    tool.close();
    consignments.close();
    vessels.close();
    etcd.close();
  }

  private RunningCommand service() {
    return requireNonNull(service, "not started");
  }

  private CommandHarness on(CommandHarness program) {
    return program.env("MICRO_REGISTRY", "etcd").env("MICRO_REGISTRY_ADDRESS", etcd.endpoints());
  }

  // One after another: between choosing a free port and listening on it lies a moment.
  private static void launch(EtcdExtension etcd) {
    synchronized (KillPointSystem.class) {
      etcd.start();
    }
  }

  private static Path jar(String path) {
    Path jar = ROOT.resolve(path);
    if (!Files.exists(jar)) {
      throw new IllegalStateException("%s is missing (run: make build)".formatted(jar));
    }
    return jar;
  }
}
