package shippy.consignment;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The stores of both services, read past them. Not for several threads. */
final class KillPointStores implements AutoCloseable {
  private final String writing;
  private final String lockRow;
  private final Connection consignments;
  private final Connection vessels;

  private KillPointStores(String consignments, String vessels, String writing, String lockRow)
      throws SQLException {
    this.consignments = DriverManager.getConnection(consignments);
    this.vessels = DriverManager.getConnection(vessels);
    this.writing = writing;
    this.lockRow = lockRow;
  }

  /** The files of a data directory, opened for reading: what a crash left in them stays. */
  static KillPointStores sqlite(Path dataDir) throws SQLException {
    String consignments = "jdbc:sqlite:" + dataDir.resolve("consignment.db");
    return new KillPointStores(
        consignments + "?open_mode=1",
        "jdbc:sqlite:" + dataDir.resolve("vessel.db") + "?open_mode=1",
        consignments + "?busy_timeout=0",
        "UPDATE consignment SET id = id WHERE id = ?");
  }

  /** One database with the tables of both services. */
  static KillPointStores postgres(String url) throws SQLException {
    return new KillPointStores(
        url, url, url, "SELECT 1 FROM consignment WHERE id = ? FOR UPDATE NOWAIT");
  }

  /** The states of the row and the reservation of an id, {@code -} for none. */
  String trace(String id) throws SQLException {
    return stateOr(consignments, "SELECT state FROM consignment WHERE id = ?", id)
        + " "
        + stateOr(vessels, "SELECT state FROM reservation WHERE id = ?", id);
  }

  /** Everything that is not as it must be when all is done. */
  List<String> faults() throws SQLException {
    List<String> faults = new ArrayList<>(unsettled());
    List<String> carried = carried();
    List<String> held = held();
    carried.stream().filter(one -> !held.contains(one)).forEach(o -> faults.add("no place: " + o));
    held.stream().filter(one -> !carried.contains(one)).forEach(o -> faults.add("orphan: " + o));
    faults.addAll(miscounted());
    return faults;
  }

  /** Whether another transaction has this row in its hands; to be asked while a service runs. */
  boolean locked(String id) throws SQLException {
    try (Connection writer = DriverManager.getConnection(writing);
        PreparedStatement statement = writer.prepareStatement(lockRow)) {
      statement.setString(1, id);
      statement.execute();
      return false;
    } catch (SQLException e) {
      if (e.getErrorCode() == 5 || "55P03".equals(e.getSQLState())) { // SQLITE_BUSY, no lock to get
        return true;
      }
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    try (consignments;
        vessels) {
      return;
    }
  }

  private List<String> carried() throws SQLException {
    return lines(
        consignments,
        """
        SELECT id || ' on ' || vessel_id || ': ' || weight || ' kg, CONFIRMED'
        FROM consignment WHERE state = 'CONFIRMED'""");
  }

  private List<String> held() throws SQLException {
    return lines(
        vessels,
        """
        SELECT id || ' on ' || vessel_id || ': ' || weight || ' kg, ' || state
        FROM reservation WHERE state <> 'RELEASED'""");
  }

  private List<String> unsettled() throws SQLException {
    return lines(
        consignments,
        "SELECT 'unsettled: ' || id FROM consignment WHERE settled = 0 OR state = 'PENDING'");
  }

  private List<String> miscounted() throws SQLException {
    return lines(
        vessels,
        """
        SELECT 'miscounted: ' || v.id FROM vessel v LEFT JOIN reservation r
          ON r.vessel_id = v.id AND r.state <> 'RELEASED'
        GROUP BY v.id, v.capacity, v.max_weight, v.used_capacity, v.used_weight
        HAVING v.used_capacity <> coalesce(sum(r.containers), 0)
          OR v.used_weight <> coalesce(sum(r.weight), 0)
          OR v.used_capacity > v.capacity OR v.used_weight > v.max_weight""");
  }

  private static String stateOr(Connection connection, String query, String id)
      throws SQLException {
    List<String> states = lines(connection, query, id);
    return states.isEmpty() ? "-" : states.get(0);
  }

  private static List<String> lines(Connection connection, String query, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<String> all = new ArrayList<>();
        while (rows.next()) {
          all.add(rows.getString(1));
        }
        return all;
      }
    }
  }
}
