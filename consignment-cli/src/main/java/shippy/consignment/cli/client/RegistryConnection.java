package shippy.consignment.cli.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import shippy.client.Client;
import shippy.config.Config;
import shippy.platform.CommandTrace;
import shippy.platform.Platform;
import shippy.problem.ProblemException;
import shippy.registry.Discovery;
import shippy.registry.Registry;

/** A registry, and a client of the services found in it. Safe for any thread. */
public final class RegistryConnection implements AutoCloseable {
  private final Platform platform;
  private final Client client;
  private Optional<ConsignmentClient> expected = Optional.empty();

  private RegistryConnection(Platform platform) {
    this.platform = platform;
    this.client = platform.own(Client.of(platform));
  }

  /**
   * Returns at once: registry and channels are opened when first asked for.
   *
   * @throws ProblemException if the settings of an export are wrong
   */
  public static RegistryConnection open(Config config) {
    Platform platform = Platform.open(config);
    try {
      platform.exportAs("consignment-cli");
      return new RegistryConnection(platform);
    } catch (ProblemException e) {
      platform.close();
      throw e;
    }
  }

  /**
   * The registry.
   *
   * @throws shippy.problem.ProblemException if its settings are wrong
   */
  public Registry registry() {
    return platform.registry();
  }

  Client client() {
    return client;
  }

  boolean exportsTraces() {
    return platform.exportsTraces();
  }

  CommandTrace beginTrace(String command) {
    return CommandTrace.begin(platform, command);
  }

  /** Starts to look for the service and to connect, for a command that is about to do so. */
  synchronized void expect(Config config) {
    expected = Optional.of(ConsignmentClient.open(this, config));
  }

  /** What was begun by {@link #expect}, once. */
  synchronized Optional<ConsignmentClient> takeExpected() {
    Optional<ConsignmentClient> taken = expected;
    expected = Optional.empty();
    return taken;
  }

  /** Completes when the registry has answered for the service, or failed. */
  CompletableFuture<Void> look(String service) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    Discovery.Watch watch = registry().watch(service, snapshot -> told.complete(null));
    return told.thenRun(watch::close);
  }

  @Override
  public void close() {
    platform.close();
  }
}
