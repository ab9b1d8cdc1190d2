package shippy.consignment;

import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteConsignmentRepositoryTest extends ConsignmentRepositoryContract {
  @RegisterExtension final ConsignmentStores stores = new ConsignmentStores();

  @Override
  ConsignmentRepository emptyRepository() {
    return stores.sqlite();
  }
}
