package shippy.consignment.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import shippy.config.Config;
import shippy.config.Contexts;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.consignment.cli.client.RegistryConnection;
import shippy.console.Invocation;
import shippy.registry.Registry;

/**
 * What a shell keeps from one command to the next: its settings, and one connection that commands
 * with these settings share. One thread uses it; any may ask for its registry and settings.
 */
final class Session implements AutoCloseable {
  private static final List<Setting<?>> OF_CONNECTIONS =
      Stream.concat(Settings.COMMON.stream(), Settings.CLIENT.stream())
          .filter(setting -> !setting.equals(Settings.LOG_LEVEL))
          .filter(setting -> !setting.equals(Settings.LOG_FORMAT))
          .toList();

  private Runnable onSwitch = () -> {};
  private volatile State state;

  /** Settings as variables and as a configuration, and the connection made with them. */
  private record State(Map<String, String> env, Config config, RegistryConnection connection) {}

  private Session(State state) {
    this.state = state;
  }

  /**
   * A session with the settings of the program. Flags become variables, so that a command can
   * override them.
   *
   * @throws shippy.problem.ProblemException if the registry's settings are wrong
   */
  static Session begin(Invocation call) {
    Map<String, String> env = new HashMap<>(call.io().env());
    for (Setting<?> setting : CliMain.SETTINGS) {
      call.config().flag(setting).ifPresent(text -> env.put(variable(setting), text));
    }
    call.config()
        .flag(Settings.CONTEXT)
        .ifPresent(text -> env.put(variable(Settings.CONTEXT), text));
    env.put("MICRO_OUTPUT", call.output().format().name().toLowerCase(Locale.ROOT));
    return new Session(opened(env, call.config()));
  }

  /** The variables that commands see. */
  Map<String, String> env() {
    return state.env();
  }

  Config config() {
    return state.config();
  }

  Registry registry() {
    return connection().registry();
  }

  RegistryConnection connection() {
    return state.connection();
  }

  /** Sets what to do after a switch to another registry. */
  void onSwitch(Runnable action) {
    onSwitch = action;
  }

  /**
   * Switches to another registry once it has answered, and returns the services in it.
   *
   * @param address where it is; empty for the default
   * @throws shippy.problem.ProblemException if it cannot be used: the current one stays
   */
  List<String> use(String kind, Optional<String> address) {
    Map<String, String> env = new HashMap<>(state.env());
    env.put(variable(Settings.CONTEXT), Contexts.NONE);
    env.put(variable(Settings.REGISTRY), kind);
    env.remove(variable(Settings.REGISTRY_ADDRESS));
    if (!kind.equals("etcd")) {
      env.remove(variable(Settings.REGISTRY_LAYOUT)); // of etcd alone
    }
    address.ifPresent(text -> env.put(variable(Settings.REGISTRY_ADDRESS), text));
    return switchTo(env);
  }

  /** Switches to what a context says, in the same way. */
  List<String> useContext(String name) {
    Map<String, String> env = new HashMap<>(state.env());
    Settings.COMMON.stream()
        .filter(setting -> setting.name().startsWith("registry"))
        .forEach(setting -> env.remove(variable(setting)));
    env.put(variable(Settings.CONTEXT), name);
    return switchTo(env);
  }

  private List<String> switchTo(Map<String, String> env) {
    State next = opened(env, Config.load(Map.of(), env, List.of()).inContext());
    List<String> services = orClose(next.connection(), Registry::services);
    RegistryConnection before = connection();
    state = next;
    onSwitch.run();
    before.close();
    return services;
  }

  /** The connection, for commands that would open one with the same settings. */
  Optional<RegistryConnection> shared(Config config) {
    State now = state;
    boolean same =
        OF_CONNECTIONS.stream().allMatch(s -> text(config, s).equals(text(now.config(), s)));
    return same ? Optional.of(now.connection()) : Optional.empty();
  }

  @Override
  public void close() {
    connection().close();
  }

  private static State opened(Map<String, String> env, Config config) {
    RegistryConnection connection = RegistryConnection.open(config);
    orClose(connection, Function.identity());
    return new State(Map.copyOf(env), config, connection);
  }

  private static <T> T orClose(RegistryConnection connection, Function<Registry, T> question) {
    try {
      return question.apply(connection.registry());
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static Optional<String> text(Config config, Setting<?> setting) {
    return config.origin(setting).map(Config.Origin::text);
  }

  private static String variable(Setting<?> setting) {
    return setting.variables().get(0);
  }
}
