package shippy.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import shippy.config.Config;
import shippy.config.DataDirectory;
import shippy.config.Secrets;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Failures;
import shippy.problem.HostLocale;
import shippy.problem.Problem;

/**
 * Whether the stores can be read, and which versions their schemas have. Reads SQLite files wholly,
 * which a service does not wait for. Writes nothing.
 */
record StoreCheck(Config config) implements Check {
  private static final String SQLITE = "sqlite:";
  private static final String POSTGRES = "jdbc:postgresql:";

  /** SQLITE_OPEN_READONLY and SQLITE_OPEN_URI. */
  private static final String READ_ONLY = Integer.toString(0x1 | 0x40);

  @Override
  public String subject() {
    return "store";
  }

  @Override
  public List<Finding> look() {
    String store = config.find(Settings.STORE).orElse(SQLITE);
    if (store.startsWith(POSTGRES)) {
      return List.of(postgres(store));
    }
    return files(store).stream().map(this::sqlite).toList();
  }

  /** The files that exist; a service creates the others. */
  private List<Path> files(String store) {
    Optional<Path> directory = DataDirectory.find(config).filter(Files::isDirectory);
    try {
      if (store.startsWith(SQLITE) && !store.equals(SQLITE)) {
        Path file = Path.of(store.substring(SQLITE.length()));
        return Files.exists(file) ? List.of(file.toAbsolutePath()) : List.of();
      }
      if (!store.equals(SQLITE) || directory.isEmpty()) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(directory.get())) {
        return files.filter(file -> file.toString().endsWith(".db")).sorted().toList();
      }
    } catch (InvalidPathException e) {
      throw HostLocale.problem(e).toException(e);
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "cannot list the data directory: " + e.getMessage())
          .withFix("ls -ld " + DataDirectory.of(config), "may this user read it?")
          .toException(e);
    }
  }

  /**
   * Without a log beside it, nobody has the database open. It is then read as immutable: otherwise
   * SQLite would leave files beside it.
   */
  private Finding sqlite(Path file) {
    useLibraryOfServices();
    boolean inUse = Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    Properties properties = new Properties();
    properties.setProperty("open_mode", READ_ONLY);
    String url = "jdbc:sqlite:" + file.toUri() + (inUse ? "" : "?immutable=1");
    return versions(
        file.toString(),
        url,
        properties,
        Optional.of("PRAGMA quick_check(1)"),
        new Problem.Fix("sqlite3 %s .recover".formatted(file), "print what can be saved of it"));
  }

  /** The driver would unpack its own among temporary files, where it may not load. */
  private void useLibraryOfServices() {
    DataDirectory.find(config)
        .map(directory -> directory.resolve("lib"))
        .filter(Files::isDirectory)
        .ifPresent(
            lib -> System.getProperties().putIfAbsent("org.sqlite.lib.path", lib.toString()));
  }

  private Finding postgres(String url) {
    Properties properties = new Properties();
    config.find(Settings.STORE_USERNAME).ifPresent(name -> properties.setProperty("user", name));
    Secrets.password(config, Settings.STORE_PASSWORD, Settings.STORE_PASSWORD_FILE)
        .ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "2");
    String shown = url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
    Problem.Fix fix =
        new Problem.Fix(
            "psql " + shown.replaceFirst("jdbc:", ""), "see --store, MICRO_STORE_PASSWORD");
    return versions(shown, url, properties, Optional.empty(), fix);
  }

  private Finding versions(
      String shown, String url, Properties properties, Optional<String> check, Problem.Fix fix) {
    try (Connection connection = DriverManager.getConnection(url, properties);
        Statement sql = connection.createStatement()) {
      if (check.isPresent()) {
        requireSound(sql, check.get());
      }
      String versions = versions(sql);
      return pass(shown + ": " + versions);
    } catch (SQLException e) {
      return "08001".equals(e.getSQLState()) && DriverManager.drivers().findAny().isEmpty()
          ? pass(shown + ": there; 'shippy doctor' looks into it")
          : failed(shown, e, fix);
    }
  }

  private static String versions(Statement sql) throws SQLException {
    List<String> schemas = new ArrayList<>();
    try (ResultSet rows =
        sql.executeQuery("SELECT name, version FROM shippy_schema ORDER BY name")) {
      while (rows.next()) {
        schemas.add("%s version %d".formatted(rows.getString(1), rows.getInt(2)));
      }
    }
    return schemas.isEmpty() ? "no schema yet" : String.join(", ", schemas);
  }

  private static void requireSound(Statement sql, String check) throws SQLException {
    try (ResultSet verdict = sql.executeQuery(check)) {
      if (verdict.next() && !verdict.getString(1).equals("ok")) {
        throw new SQLException("damaged: " + verdict.getString(1).replaceAll("\\s*\n", " "));
      }
    }
  }

  private Finding failed(String shown, SQLException failure, Problem.Fix fix) {
    if (Failures.chain(failure).anyMatch(StoreCheck::isOfLibrary)) {
      String folder = System.getProperty("java.io.tmpdir", "");
      return fail(
          "%s: SQLite's library does not load from %s".formatted(shown, folder),
          new Problem.Fix(
              "findmnt -o TARGET,OPTIONS -T " + folder,
              "if it says noexec: java -Djava.io.tmpdir=DIRECTORY"));
    }
    String message = Secrets.mask(String.valueOf(failure.getMessage()));
    return fail(shown + ": " + message, fix);
  }

  private static boolean isOfLibrary(Throwable cause) {
    return String.valueOf(cause.getMessage()).startsWith("No native library found");
  }
}
