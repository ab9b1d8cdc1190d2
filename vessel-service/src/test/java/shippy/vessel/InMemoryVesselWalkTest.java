package shippy.vessel;

class InMemoryVesselWalkTest extends VesselWalkContract {
  @Override
  VesselRepository emptyRepository() {
    return new InMemoryVesselRepository();
  }
}
