package shippy.consignment.cli.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import shippy.config.Config;
import shippy.platform.CommandTrace;

/** The registry connections of one command line; closes those that it opened. One thread. */
public final class CommandConnections implements AutoCloseable {
  private final Function<Config, Optional<RegistryConnection>> shared;
  private final List<RegistryConnection> opened = new ArrayList<>();
  private final Deque<CommandTrace> traces = new ArrayDeque<>();

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

  /** The same for a command that calls services; its calls are one trace if traces are exported. */
  public RegistryConnection toCall(String command, Config config) {
    RegistryConnection connection = to(config);
    if (connection.exportsTraces()) {
      traces.push(connection.beginTrace(command));
    }
    return connection;
  }

  private RegistryConnection open(Config config) {
    RegistryConnection connection = RegistryConnection.open(config);
    opened.add(connection);
    return connection;
  }

  @Override
  public void close() {
    for (CommandTrace trace : traces) { // no lambda, which would be linked for nothing
      trace.close();
    }
    opened.forEach(RegistryConnection::close);
  }
}
