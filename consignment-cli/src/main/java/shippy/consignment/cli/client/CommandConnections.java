package shippy.consignment.cli.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import shippy.config.Config;

/** The registry connections of one command line; closes those that it opened. One thread. */
public final class CommandConnections implements AutoCloseable {
  private final Function<Config, Optional<RegistryConnection>> shared;
  private final List<RegistryConnection> opened = new ArrayList<>();

  /** Opens every connection itself. */
  public CommandConnections() {
    this(config -> Optional.empty());
  }

  /** Opens a connection only for settings without a shared one. */
  public CommandConnections(Function<Config, Optional<RegistryConnection>> shared) {
    this.shared = shared;
  }

  /** A connection with these settings. */
  public RegistryConnection to(Config config) {
    return shared.apply(config).orElseGet(() -> open(config));
  }

  private RegistryConnection open(Config config) {
    RegistryConnection connection = RegistryConnection.open(config);
    opened.add(connection);
    return connection;
  }

  @Override
  public void close() {
    opened.forEach(RegistryConnection::close);
  }
}
