package shippy.vessel;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresVesselRepositoryTest extends VesselRepositoryContract {
  @RegisterExtension final VesselStores stores = new VesselStores();

  @Override
  VesselRepository emptyRepository() {
    return stores.postgres();
  }
}
