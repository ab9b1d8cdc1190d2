package shippy.consignment.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import shippy.client.Client;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.registry.Discovery;

/**
 * A registry and the channels to services found in it. Safe for any thread.
 *
 * @param lent whether somebody else closes it
 */
record Connection(Platform platform, Client client, boolean lent) implements AutoCloseable {
  Connection {
    requireNonNull(platform, "platform");
    requireNonNull(client, "client");
  }

  /** Returns at once: registry and channels are opened when first asked for. */
  static Connection open(Config config) {
    Platform platform = Platform.open(config);
    return new Connection(platform, Client.of(platform), false);
  }

  /** The same, which stays open when it is closed. */
  Connection lend() {
    return new Connection(platform, client, true);
  }

  /** Starts to look for a service; completes when the registry has told of it, or failed to. */
  CompletableFuture<Void> look(String service) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    Discovery.Watch watch = platform.registry().watch(service, snapshot -> told.complete(null));
    return told.thenRun(watch::close);
  }

  @Override
  public void close() {
    if (!lent) {
      client.close();
      platform.close();
    }
  }
}
