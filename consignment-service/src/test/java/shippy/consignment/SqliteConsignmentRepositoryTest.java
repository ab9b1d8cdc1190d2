package shippy.consignment;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SqliteConsignmentRepositoryTest extends ConsignmentRepositoryContract {
  @RegisterExtension final ConsignmentStores stores = new ConsignmentStores();

  @Override
  ConsignmentRepository emptyRepository() {
    return stores.sqlite();
  }
}
