package shippy.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import shippy.e2e.StoredState.Amount;
import shippy.e2e.StoredState.Hold;
import shippy.e2e.StoredState.Row;
import shippy.e2e.StoredState.VesselLoad;

/** The stores themselves, read past the services and without writing. Not for several threads. */
final class StoreReader implements AutoCloseable {
  // One statement, so one snapshot, on SQLite as on PostgreSQL.
  private static final String LOADS =
      """
      SELECT v.id, v.capacity, v.max_weight, v.used_capacity, v.used_weight,
             coalesce(sum(r.containers), 0), coalesce(sum(r.weight), 0)
      FROM vessel v LEFT JOIN reservation r
        ON r.vessel_id = v.id AND r.state IN ('RESERVED', 'CONFIRMED')
      GROUP BY v.id, v.capacity, v.max_weight, v.used_capacity, v.used_weight
      """;
  private static final String HOLDS =
      """
      SELECT id, vessel_id, containers, weight, state
      FROM reservation WHERE state IN ('RESERVED', 'CONFIRMED')
      """;
  private static final String ROWS = "SELECT id, state, coalesce(vessel_id, '') FROM consignment";

  private final Connection vessels;
  private final Connection consignments;

  private StoreReader(Connection vessels, Connection consignments) {
    this.vessels = vessels;
    this.consignments = consignments;
  }

  /** The files of a data directory. */
  static StoreReader sqlite(Path dataDir) throws SQLException {
    return new StoreReader(
        openReadOnly(dataDir.resolve("vessel.db")),
        openReadOnly(dataDir.resolve("consignment.db")));
  }

  /** One database with the tables of both services. */
  static StoreReader postgres(String url) throws SQLException {
    return new StoreReader(DriverManager.getConnection(url), DriverManager.getConnection(url));
  }

  /** Every vessel at one moment. */
  List<VesselLoad> loads() throws SQLException {
    return query(
        vessels,
        LOADS,
        row ->
            new VesselLoad(
                row.getString(1),
                new Amount(row.getLong(2), row.getLong(3)),
                new Amount(row.getLong(4), row.getLong(5)),
                new Amount(row.getLong(6), row.getLong(7))));
  }

  /** Everything; at one moment only if nobody writes. */
  StoredState stored() throws SQLException {
    return new StoredState(
        query(
            consignments,
            ROWS,
            row -> new Row(row.getString(1), row.getString(2), row.getString(3))),
        query(
            vessels,
            HOLDS,
            row ->
                new Hold(
                    row.getString(1),
                    row.getString(2),
                    row.getInt(3),
                    row.getInt(4),
                    row.getString(5).equals("CONFIRMED"))),
        loads());
  }

  @Override
  public void close() throws SQLException {
    try (vessels;
        consignments) {
      return;
    }
  }

  private static Connection openReadOnly(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("open_mode", "1");
    properties.setProperty("busy_timeout", "10000");
    return DriverManager.getConnection("jdbc:sqlite:" + file, properties);
  }

  private interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  private static <T> List<T> query(Connection connection, String sql, Mapper<T> mapper)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(mapper.map(rows));
      }
      return all;
    }
  }
}
