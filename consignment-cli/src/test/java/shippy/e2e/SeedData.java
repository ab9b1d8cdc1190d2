package shippy.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import shippy.proto.consignment.Consignment;

/** Settled consignments put into a store past its service and unknown to any vessel. Stateless. */
final class SeedData {
  private static final String INSERT =
      """
      INSERT INTO consignment (id, created_at, state, vessel_id, description, weight, containers,
        settled, claimed_until)
      VALUES (?, ?, 'CONFIRMED', 'vessel001', ?, 100, ?, 1, 0)
      """;

  /** As many were created in the same microsecond. */
  private static final int TIES = 3;

  private static final int BATCH = 10_000;

  private SeedData() {}

  /** Writes so many into a file that has the tables, and returns their ids, oldest first. */
  static List<String> insert(Path file, int count) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      connection.setAutoCommit(false);
      byte[] containers = containers();
      // The other way round than they are listed.
      for (int i = count - 1; i >= 0; i--) {
        insert.setString(1, id(i));
        insert.setLong(2, i / TIES);
        insert.setString(3, "seed number " + i);
        insert.setBytes(4, containers);
        insert.addBatch();
        if (i % BATCH == 0) {
          insert.executeBatch();
        }
      }
      connection.commit();
    }
    return IntStream.range(0, count).mapToObj(SeedData::id).toList();
  }

  static String id(int number) {
    return "seed-%06d".formatted(number);
  }

  private static byte[] containers() {
    return Consignment.newBuilder()
        .addAllContainers(new Order("seed", 2, 100).message().getContainersList())
        .build()
        .toByteArray();
  }
}
