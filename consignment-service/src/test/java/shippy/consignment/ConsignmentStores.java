package shippy.consignment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import shippy.config.Config;
import shippy.store.Store;
import shippy.testkit.PostgresServer;

/** Makes empty repositories in databases, and closes them after each test. */
final class ConsignmentStores implements AfterEachCallback {
  private final Deque<Store> open = new ArrayDeque<>();

  ConsignmentRepository sqlite() {
    try {
      Path directory = Files.createTempDirectory("shippy-consignment");
      return repository("sqlite:" + directory.resolve("consignment.db"), directory);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  ConsignmentRepository postgres() {
    return repository(PostgresServer.shared().freshDatabase(), Path.of("unused"));
  }

  private ConsignmentRepository repository(String store, Path directory) {
    Config config = Config.of(Map.of("store", store, "data_dir", directory.toString()), Map.of());
    open.push(Store.open(config, SqlConsignmentRepository.SCHEMA).orElseThrow());
    return new SqlConsignmentRepository(open.element());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    open.forEach(Store::close);
    open.clear();
  }
}
