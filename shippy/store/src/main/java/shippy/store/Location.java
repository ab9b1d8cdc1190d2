package shippy.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import shippy.config.Config;
import shippy.config.DataDirectory;
import shippy.config.Secrets;
import shippy.config.Settings;
import shippy.problem.HostLocale;

/** The configured location of a store. */
@FunctionalInterface
interface Location {
  String SQLITE = "sqlite:";
  String POSTGRES = "jdbc:postgresql:";

  /**
   * Opens the database.
   *
   * @throws shippy.problem.ProblemException if it cannot be used
   */
  Database open();

  /**
   * The location for a schema; empty for {@code memory}.
   *
   * @throws shippy.problem.ProblemException if the configuration is wrong
   */
  static Optional<Location> of(Config config, String schema) {
    Optional<String> wanted = config.find(Settings.STORE);
    if (wanted.isEmpty()) {
      Path directory = DataDirectory.of(config);
      Path file = file(config, directory.resolve(schema + ".db").toString());
      return Optional.of(() -> SqliteDatabase.open(file, directory));
    }
    String text = wanted.get();
    if (text.equals("memory")) {
      return Optional.empty();
    }
    if (text.startsWith(SQLITE)) {
      Path file = file(config, text.substring(SQLITE.length()));
      Path directory = DataDirectory.find(config).orElse(file.resolveSibling(""));
      return Optional.of(() -> SqliteDatabase.open(file, directory));
    }
    if (text.startsWith(POSTGRES)) {
      requireNoPasswordOnCommandLine(config, text);
      return Optional.of(() -> PostgresDatabase.open(config, text));
    }
    throw config.invalid(Settings.STORE, "sqlite:PATH, jdbc:postgresql://HOST/DATABASE or memory");
  }

  private static Path file(Config config, String path) {
    if (path.isEmpty() || path.startsWith(":") || path.indexOf('?') >= 0) {
      throw config.invalid(Settings.STORE, "sqlite: and the path of a file, without ? and options");
    }
    try {
      return Path.of(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw HostLocale.problem(e).toException(e);
    }
  }

  // Every user of the machine can read the command lines of its processes.
  private static void requireNoPasswordOnCommandLine(Config config, String url) {
    if (config.flag(Settings.STORE).isPresent() && Secrets.in(url)) {
      throw config.invalid(
          Settings.STORE, "no password in it: use MICRO_STORE_PASSWORD or --store_password_file");
    }
  }
}
