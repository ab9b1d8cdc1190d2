package shippy.vessel;

class InMemoryVesselRepositoryTest extends VesselRepositoryContract {
  @Override
  VesselRepository emptyRepository() {
    return new InMemoryVesselRepository();
  }
}
