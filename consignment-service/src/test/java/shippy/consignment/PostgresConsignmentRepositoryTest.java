package shippy.consignment;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresConsignmentRepositoryTest extends ConsignmentRepositoryContract {
  @RegisterExtension final ConsignmentStores stores = new ConsignmentStores();

  @Override
  ConsignmentRepository emptyRepository() {
    return stores.postgres();
  }
}
