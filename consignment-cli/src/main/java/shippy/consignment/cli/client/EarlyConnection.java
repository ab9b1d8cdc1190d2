package shippy.consignment.cli.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import shippy.clock.DaemonThreads;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Console;

/**
 * The connection of a command that calls the consignment service, opened beside the parsing of its
 * command line: each takes a third of a cold start. Guesses the settings, and is closed unused if
 * the command turns out to have others. One thread asks for it.
 */
public final class EarlyConnection implements AutoCloseable {
  private static final Set<String> CALLS = Set.of("create", "list", "get", "cancel");
  private static final List<Setting<?>> SETTINGS =
      Stream.concat(
              Stream.of(ConsignmentClient.ADDRESS, Settings.CONTEXT), Settings.CALLER.stream())
          .toList();

  private final CompletableFuture<Optional<Guess>> guess;

  private record Guess(Config config, RegistryConnection connection) {}

  private EarlyConnection(CompletableFuture<Optional<Guess>> guess) {
    this.guess = guess;
  }

  /** Begins to open it, if these arguments look like such a command; returns at once. */
  public static EarlyConnection begin(List<String> args, Map<String, String> env) {
    CompletableFuture<Optional<Guess>> guess = new CompletableFuture<>();
    if (isCall(args)) {
      Runnable opening = () -> guess.complete(open(args, env));
      DaemonThreads.named("shippy-early").newThread(opening).start();
    } else {
      guess.complete(Optional.empty());
    }
    return new EarlyConnection(guess);
  }

  /** Its first word is one of the commands or a file; nothing asks for help or more output. */
  private static boolean isCall(List<String> args) {
    String first = args.stream().filter(arg -> !arg.startsWith("--")).findFirst().orElse("");
    return (CALLS.contains(first) || first.contains("."))
        && args.stream().noneMatch(EarlyConnection::asksForMore);
  }

  private static boolean asksForMore(String arg) {
    boolean letters = arg.startsWith("-") && !arg.startsWith("--") && !arg.equals("-");
    return (letters && !arg.startsWith("-o")) || arg.equals("--help") || arg.equals("--verbose");
  }

  /** Empty if that fails: the command will fail in the same way, and says why. */
  private static Optional<Guess> open(List<String> args, Map<String, String> env) {
    try {
      Config config = Config.load(flags(args), env, List.of()).inContext();
      Console.prepareLogs(config, false);
      RegistryConnection connection = RegistryConnection.open(config);
      try {
        connection.expect(config);
        return Optional.of(new Guess(config, connection));
      } catch (RuntimeException | Error e) {
        connection.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> flags(List<String> args) {
    Map<String, String> flags = new HashMap<>();
    for (int i = 0; i < args.size(); i++) {
      String[] parts = args.get(i).split("=", 2);
      String name = parts[0].replace('-', '_');
      String value = parts.length > 1 ? parts[1] : i + 1 < args.size() ? args.get(i + 1) : "";
      SETTINGS.stream()
          .filter(setting -> name.equals("__" + setting.name()))
          .forEach(setting -> flags.put(setting.name(), value));
    }
    return flags;
  }

  /** The connection, if it was opened with these settings. */
  public Optional<RegistryConnection> to(Config config) {
    return guess
        .join()
        .filter(guessed -> SETTINGS.stream().allMatch(s -> same(s, guessed.config(), config)))
        .map(Guess::connection);
  }

  private static boolean same(Setting<?> setting, Config one, Config other) {
    return text(setting, one).equals(text(setting, other));
  }

  private static Optional<String> text(Setting<?> setting, Config config) {
    return config.origin(setting).map(Config.Origin::text);
  }

  @Override
  public void close() {
    guess.join().ifPresent(guessed -> guessed.connection().close());
  }
}
