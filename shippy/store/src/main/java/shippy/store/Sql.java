package shippy.store;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Statements on one connection, with {@code ?} for values. For the thread that got it. */
public final class Sql {
  private static final Logger LOG = LoggerFactory.getLogger(Sql.class);
  private static final int KEPT = 64;

  private final Connection connection;
  private final int limit;

  /** Prepared and not in use, by their text, that used last at the end. */
  private final Map<String, PreparedStatement> kept = new LinkedHashMap<>();

  private Sql(Connection connection, int limit) {
    this.connection = requireNonNull(connection, "connection");
    this.limit = limit;
  }

  /** For short: prepares each statement anew. */
  static Sql on(Connection connection) {
    return new Sql(connection, 0);
  }

  /** For long: keeps what it has prepared. To be closed. */
  static Sql keepingStatements(Connection connection) {
    return new Sql(connection, KEPT);
  }

  /** Makes a value of the current row. */
  @FunctionalInterface
  public interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** All rows. */
  public <T> List<T> list(String query, Mapper<T> mapper, @Nullable Object... values)
      throws SQLException {
    return with(
        query,
        statement -> {
          bind(statement, values);
          try (ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
              all.add(mapper.map(rows));
            }
            return all;
          }
        });
  }

  /**
   * All rows of a query with {@code IN (?)}, of any of these values; there may be none. No other
   * values are in the query.
   */
  public <T> List<T> listIn(String query, Mapper<T> mapper, Collection<?> values)
      throws SQLException {
    if (values.isEmpty()) {
      return List.of();
    }
    // One statement for each power of two: the last value fills it up.
    List<Object> filled = new ArrayList<>(values);
    Object last = filled.get(filled.size() - 1);
    int size = Integer.highestOneBit(2 * filled.size() - 1);
    filled.addAll(Collections.nCopies(size - filled.size(), last));
    String marks = "(?" + ", ?".repeat(size - 1) + ")";
    return list(query.replace("(?)", marks), mapper, filled.toArray());
  }

  /** The first row, if there is one. */
  public <T> Optional<T> first(String query, Mapper<T> mapper, @Nullable Object... values)
      throws SQLException {
    return list(query, mapper, values).stream().findFirst();
  }

  /** Changes rows and returns how many. */
  public int update(String statement, @Nullable Object... values) throws SQLException {
    return with(
        statement,
        prepared -> {
          bind(prepared, values);
          return prepared.executeUpdate();
        });
  }

  /**
   * Does the same for each of these values, one after the other but in one exchange with the
   * server, and returns how many rows each has changed.
   */
  public int[] updateAll(String statement, List<? extends List<?>> all) throws SQLException {
    return with(
        statement,
        prepared -> {
          for (List<?> values : all) {
            bind(prepared, values.toArray());
            prepared.addBatch();
          }
          return prepared.executeBatch();
        });
  }

  /** Closes the connection. */
  void close() {
    try (connection) {
      for (PreparedStatement statement : kept.values()) {
        statement.close();
      }
    } catch (SQLException e) {
      LOG.debug("A connection was not closed well", e);
    }
  }

  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /** What is in use is not among the kept, so that a mapper may use the same text. */
  private <T> T with(String text, Use<T> use) throws SQLException {
    PreparedStatement idle = kept.remove(text);
    PreparedStatement statement = idle == null ? connection.prepareStatement(text) : idle;
    T result;
    try {
      result = use.of(statement);
    } catch (SQLException | RuntimeException | Error e) {
      try (statement) {
        throw e;
      }
    }
    keep(text, statement);
    return result;
  }

  private void keep(String text, PreparedStatement statement) throws SQLException {
    PreparedStatement other = statement;
    if (limit > 0) {
      other = kept.put(text, statement);
      if (other == null && kept.size() > limit) {
        other = kept.remove(kept.keySet().iterator().next());
      }
    }
    if (other != null) {
      other.close();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
