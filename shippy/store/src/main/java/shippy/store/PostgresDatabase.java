package shippy.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import shippy.config.Config;
import shippy.config.Secrets;
import shippy.config.Settings;
import shippy.problem.BackendException;
import shippy.problem.BackendException.Kind;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** A PostgreSQL database, shared by any number of machines. */
final class PostgresDatabase implements Database {
  /** As many as a service has threads for its store. */
  private static final int CONNECTIONS = 8;

  /** How long work waits for a server that does not answer: callers wait for seconds only. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** Another transaction was faster: unique key, serialization, deadlock, type, table. */
  private static final Set<String> CONFLICTS = Set.of("23505", "40001", "40P01", "42710", "42P07");

  private static final String CONSTRAINTS = "23";
  private static final String DISK_FULL = "53100";
  private static final String NO_SUCH_DATABASE = "3D000";

  private final String location;
  private final String url;
  private final Properties properties;
  private final HikariDataSource pool;

  private PostgresDatabase(String url, Properties properties) {
    this.location = Secrets.mask(url);
    this.url = url;
    this.properties = properties;
    HikariConfig config = Database.pool("postgresql", CONNECTIONS, TIMEOUT);
    config.setJdbcUrl(url);
    config.setDataSourceProperties(properties);
    this.pool = new HikariDataSource(config);
  }

  static PostgresDatabase open(Config config, String url) {
    Properties properties = properties(config);
    requireReachable(config, url, properties);
    return new PostgresDatabase(url, properties);
  }

  /** Connects without the pool, which would try again and again. */
  private static void requireReachable(Config config, String url, Properties properties) {
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw config.invalid(Settings.STORE, "an URL such as jdbc:postgresql://HOST:5432/DATABASE");
    }
    try {
      DriverManager.getConnection(url, properties).close();
    } catch (SQLException e) {
      throw startFailure(Secrets.mask(url), e);
    }
  }

  private static Properties properties(Config config) {
    Properties properties = new Properties();
    config.find(Settings.STORE_USERNAME).ifPresent(user -> properties.setProperty("user", user));
    Secrets.password(config, Settings.STORE_PASSWORD, Settings.STORE_PASSWORD_FILE)
        .ifPresent(secret -> properties.setProperty("password", secret));
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "shippy");
    return properties;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public HikariDataSource reader() {
    return pool;
  }

  @Override
  public Connection writer() throws SQLException {
    Connection writer = DriverManager.getConnection(url, properties);
    writer.setAutoCommit(false);
    return writer;
  }

  /** Goes along with the first statement, without waiting for its answer. */
  @Override
  public Optional<String> begin() {
    return Optional.empty();
  }

  /** The database's own collation would order ids by a language. */
  @Override
  public String ddl(String statement) {
    return statement
        .replace("{id}", "TEXT COLLATE \"C\"")
        .replace("{bytes}", "BYTEA")
        .replace("{decimal}", "NUMERIC");
  }

  @Override
  public String tableQuery() {
    return "SELECT count(*) FROM pg_tables"
        + " WHERE schemaname = ANY (current_schemas(false)) AND tablename = ?";
  }

  @Override
  public boolean isConflict(SQLException failure) {
    return CONFLICTS.contains(state(failure));
  }

  @Override
  public BackendException failure(SQLException failure) {
    String state = state(failure);
    if (state.equals(DISK_FULL)) {
      return of(Kind.NO_SPACE, "no space left, nothing changed; make room and repeat", failure);
    }
    if (state.startsWith(CONSTRAINTS)) {
      // Its second line shows the row.
      String said = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
      return of(Kind.REFUSED, said, failure);
    }
    return isPassing(state)
        ? of(Kind.UNAVAILABLE, "not reachable; try again", failure)
        : of(Kind.INTERNAL, "failed (see the log of the service)", failure);
  }

  @Override
  public ProblemException startFailure(SQLException failure) {
    return startFailure(location, failure);
  }

  @Override
  public void close() {
    pool.close();
  }

  private static ProblemException startFailure(String location, SQLException failure) {
    String state = state(failure);
    Problem problem =
        Problem.of(
            isPassing(state) ? ExitCode.UNAVAILABLE : ExitCode.CONFIG,
            "store %s: %s".formatted(location, Secrets.mask(String.valueOf(failure.getMessage()))));
    if (state.startsWith("28")) {
      problem =
          problem.withFix(
              "MICRO_STORE_PASSWORD=...", "or --store_password_file, with --store_username");
    } else if (state.equals(NO_SUCH_DATABASE)) {
      problem = problem.withFix("createdb -h HOST NAME", "make the database");
    } else if (isPassing(state)) {
      problem = problem.withFix("pg_isready -h HOST -p PORT", "is PostgreSQL there?");
    }
    return problem.toException(failure);
  }

  /** Connection lost or refused, server stopping or full: it may work again soon. */
  private static boolean isPassing(String state) {
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53")
        || state.isEmpty();
  }

  private BackendException of(Kind kind, String text, SQLException cause) {
    return new BackendException(kind, "store PostgreSQL: " + text, cause);
  }

  /** The SQLSTATE, even if the pool has wrapped the failure; empty if there is none. */
  private static String state(SQLException failure) {
    String state = failure.getSQLState();
    if (state != null) {
      return state;
    }
    return failure.getCause() instanceof SQLException cause ? state(cause) : "";
  }
}
