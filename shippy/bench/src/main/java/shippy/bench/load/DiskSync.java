package shippy.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.HdrHistogram.Histogram;
import shippy.clock.Clock;
import shippy.testkit.ThrowingRunnable;

/** What the disk of a folder needs to keep something; medians of some hundred times. */
final class DiskSync {
  private static final int TIMES = 300;
  private static final int PAGE = 4096;

  private DiskSync() {}

  /** Appends a page to a file and flushes it. */
  static double flushMillis(Path folder) throws Exception {
    Path file = folder.resolve("fsync");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      return medianMillis(() -> append(channel));
    }
  }

  /** Commits one row to SQLite, as durable as the services do. */
  static double commitMillis(Path folder) throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("commit.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("CREATE TABLE IF NOT EXISTS row (value TEXT)");
      return medianMillis(() -> insert(statement));
    }
  }

  private static void append(FileChannel channel) throws IOException {
    var unused = channel.write(ByteBuffer.allocate(PAGE));
    channel.force(false);
  }

  private static void insert(Statement statement) throws SQLException {
    var unused = statement.executeUpdate("INSERT INTO row VALUES ('bench')");
  }

  private static double medianMillis(ThrowingRunnable step) throws Exception {
    Clock clock = Clock.system();
    Histogram took = new Histogram(3);
    for (int i = 0; i < TIMES; i++) {
      long begin = clock.nanoTime();
      step.run();
      took.recordValue(clock.nanoTime() - begin);
    }
    return took.getValueAtPercentile(50) / 1e6;
  }
}
