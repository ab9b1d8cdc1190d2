package shippy.vessel;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresVesselWalkTest extends VesselWalkContract {
  @RegisterExtension final VesselStores stores = new VesselStores();

  @Override
  VesselRepository emptyRepository() {
    return stores.postgres();
  }
}
