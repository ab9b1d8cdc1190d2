package shippy.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.DaemonThreads;
import shippy.problem.BackendException;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;

/**
 * Looks for damage in a SQLite file. A small one is read wholly before it is used. Of a large one
 * the beginning of each table is read before, the whole while it is used, on a thread of its own.
 * Damage found then is noted beside the file; with that note the next start reads it wholly first.
 */
final class SqliteCheck implements AutoCloseable {
  /** Read in some 80 ms if the system has it in memory. */
  static final long SMALL_BYTES = 32L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(SqliteCheck.class);

  private final Path file;
  private final Path note;
  private final DataSource source;
  private final long smallBytes;
  private final Thread thread;
  private volatile @Nullable Statement reading;
  private volatile boolean closed;
  private volatile Optional<BackendException> damage = Optional.empty();

  /** Does nothing yet. Up to so many bytes a file is small. */
  SqliteCheck(Path file, DataSource source, long smallBytes) {
    this.file = requireNonNull(file, "file");
    this.note = file.resolveSibling(file.getFileName() + "-damaged");
    this.source = source;
    this.smallBytes = smallBytes;
    this.thread = DaemonThreads.named("sqlite-check").newThread(this::readWhileUsed);
  }

  /**
   * Reads what must be sound before the file is used; creates a new file.
   *
   * @throws ProblemException if it is damaged
   */
  void beforeUse() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      if (isLarge()) {
        readBeginnings(statement);
      } else {
        requireSound(statement);
        Files.deleteIfExists(note);
      }
    } catch (IOException e) {
      LOG.warn("Store [{}] cannot delete {}", file, note, e);
    }
  }

  /** Begins to read a large file wholly; returns at once. */
  void whileUsed() {
    if (isLarge()) {
      thread.start();
    }
  }

  /** What callers get once damage was found. */
  Optional<BackendException> damage() {
    return damage;
  }

  /** Stops reading. */
  @Override
  public void close() {
    closed = true;
    Statement statement = reading;
    try {
      if (statement != null) {
        statement.cancel();
      }
      thread.join(1_000);
    } catch (SQLException e) {
      LOG.debug("the check of {} has ended", file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isLarge() {
    return file.toFile().length() > smallBytes && !Files.exists(note);
  }

  /** SQLite itself compares the size of the file with its header. */
  private static void readBeginnings(Statement statement) throws SQLException {
    for (String table : tables(statement)) {
      String quoted = table.replace("\"", "\"\"");
      try (ResultSet row =
          statement.executeQuery("SELECT * FROM \"%s\" LIMIT 1".formatted(quoted))) {
        row.next();
      }
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private void requireSound(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
      String verdict = result.next() ? result.getString(1) : "no answer";
      if (!verdict.equals("ok")) {
        throw SqliteFile.damaged(file, verdict.substring(verdict.indexOf('\n') + 1));
      }
    }
  }

  private void readWhileUsed() {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      reading = statement;
      if (!closed) {
        requireSound(statement);
      }
    } catch (ProblemException e) {
      refuse(e);
    } catch (SQLException e) {
      if (!closed) {
        LOG.warn("Store [{}] was not checked wholly", file, e);
      }
    } finally {
      reading = null;
    }
  }

  private void refuse(ProblemException problem) {
    damage =
        Optional.of(
            new BackendException(
                BackendException.Kind.DATA_LOSS,
                "store %s: the file is damaged; restart the service to see what to do"
                    .formatted(file.getFileName()),
                problem));
    LOG.error(
        "Store [{}] is damaged and used no more: {} (restart the service to see what to do)",
        file,
        problem.problem().what());
    try {
      Files.writeString(note, ProblemText.render(problem.problem()));
    } catch (IOException e) {
      LOG.warn("Store [{}] cannot write {}", file, note, e);
    }
  }
}
