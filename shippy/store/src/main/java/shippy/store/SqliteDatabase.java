package shippy.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import shippy.problem.BackendException;
import shippy.problem.BackendException.Kind;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * A SQLite file, shared by the processes of one machine. Write-ahead logging, every commit synced,
 * one writing connection a process; see RATIONALE.md for each setting.
 */
final class SqliteDatabase implements Database {
  private static final int READERS = 8;

  /** How long a write waits for one of another process to end. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

  /** Plain BEGIN fails at once if the transaction reads first and another one writes meanwhile. */
  private static final String BEGIN = "BEGIN IMMEDIATE";

  private static final int WAL_LIMIT_BYTES = 64 * 1024 * 1024;

  private final Path file;
  private final SqliteCheck check;
  private final HikariDataSource reader;

  private SqliteDatabase(Path file, SqliteCheck check) {
    this.file = file;
    this.check = check;
    HikariConfig pool = Database.pool("sqlite-reader", READERS, LOCK_TIMEOUT);
    pool.setMaxLifetime(0);
    pool.setDataSource(source(file));
    this.reader = new HikariDataSource(pool);
  }

  /**
   * Opens the file, or creates it.
   *
   * @param directory where the native library goes
   */
  static SqliteDatabase open(Path file, Path directory) {
    return open(file, directory, SqliteCheck.SMALL_BYTES);
  }

  /** The same; a file of more bytes than these is large for {@link SqliteCheck}. */
  static SqliteDatabase open(Path file, Path directory, long smallBytes) {
    SqliteFile.prepare(file);
    SqliteLibrary.unpack(directory);
    SqliteCheck check = new SqliteCheck(file, source(file), smallBytes);
    try {
      check.beforeUse();
    } catch (SQLException e) {
      throw startFailure(file, e);
    }
    return new SqliteDatabase(file, check);
  }

  @Override
  public void opened() {
    check.whileUsed();
  }

  @Override
  public Optional<BackendException> damage() {
    return check.damage();
  }

  @Override
  public String location() {
    return "sqlite:" + file;
  }

  @Override
  public HikariDataSource reader() {
    return reader;
  }

  @Override
  public Connection writer() throws SQLException {
    return source(file).getConnection();
  }

  @Override
  public Optional<String> begin() {
    return Optional.of(BEGIN);
  }

  @Override
  public String ddl(String statement) {
    return statement
        .replace("{id}", "TEXT")
        .replace("{bytes}", "BLOB")
        .replace("{decimal}", "TEXT");
  }

  @Override
  public String tableQuery() {
    return "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?";
  }

  @Override
  public boolean isConflict(SQLException failure) {
    return false; // writers take turns
  }

  @Override
  public BackendException failure(SQLException failure) {
    return switch (code(failure)) {
      case SQLITE_FULL ->
          of(Kind.NO_SPACE, "no space left, nothing changed; make room and repeat", failure);
      case SQLITE_CONSTRAINT -> of(Kind.REFUSED, reason(failure), failure);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          of(Kind.UNAVAILABLE, "other processes keep it locked; try again", failure);
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          of(Kind.DATA_LOSS, "the file is damaged; restart the service to see what to do", failure);
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_IOERR ->
          of(Kind.UNAVAILABLE, "cannot be read or written", failure);
      default ->
          failure instanceof SQLTransientConnectionException
              ? of(Kind.UNAVAILABLE, "busy; try again", failure)
              : of(Kind.INTERNAL, "failed (see the log of the service)", failure);
    };
  }

  @Override
  public ProblemException startFailure(SQLException failure) {
    return startFailure(file, failure);
  }

  private static ProblemException startFailure(Path file, SQLException failure) {
    if (SqliteLibrary.isMissing(failure)) {
      return SqliteLibrary.unloadable(file.resolveSibling(""), failure);
    }
    return switch (code(failure)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> SqliteFile.damaged(file, reason(failure));
      case SQLITE_FULL ->
          Problem.of(ExitCode.CONFIG, "store %s: no space left".formatted(file))
              .withFix("df -h " + file.getParent(), "how full is it?")
              .toException(failure);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          Problem.of(
                  ExitCode.TIMEOUT,
                  "store %s: locked by another process for %d s"
                      .formatted(file, LOCK_TIMEOUT.toSeconds()))
              .withFix("fuser -v " + file, "who has it open?")
              .toException(failure);
      default ->
          Problem.of(ExitCode.CONFIG, "store %s: %s".formatted(file, reason(failure)))
              .withFix("ls -l " + file.getParent(), "may this user read and write there?")
              .toException(failure);
    };
  }

  @Override
  public void close() {
    check.close();
    reader.close();
  }

  private static DataSource source(Path file) {
    SQLiteDataSource source = new SQLiteDataSource(settings());
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static SQLiteConfig settings() {
    SQLiteConfig settings = new SQLiteConfig();
    settings.setBusyTimeout(Math.toIntExact(LOCK_TIMEOUT.toMillis()));
    settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
    settings.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    settings.setJournalSizeLimit(WAL_LIMIT_BYTES);
    settings.enforceForeignKeys(true);
    return settings;
  }

  private BackendException of(Kind kind, String text, SQLException cause) {
    return new BackendException(kind, "store %s: %s".formatted(file.getFileName(), text), cause);
  }

  /** The primary result code, even if the pool has wrapped the failure. */
  private static SQLiteErrorCode code(SQLException failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SQLiteException sqlite) {
        return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
      }
    }
    return SQLiteErrorCode.UNKNOWN_ERROR;
  }

  private static String reason(SQLException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
