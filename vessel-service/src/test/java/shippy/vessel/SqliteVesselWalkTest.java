package shippy.vessel;

import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteVesselWalkTest extends VesselWalkContract {
  @RegisterExtension final VesselStores stores = new VesselStores();

  @Override
  VesselRepository emptyRepository() {
    return stores.sqlite();
  }
}
