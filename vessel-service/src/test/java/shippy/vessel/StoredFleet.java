package shippy.vessel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import shippy.vessel.VesselRepository.ConfirmResult;
import shippy.vessel.VesselRepository.ReserveResult;
import shippy.vessel.VesselRepository.SearchResult;

/** A repository for a test, which waits for each write. */
record StoredFleet(VesselRepository real) {
  void seed(List<Vessel> fleet) {
    real.seed(fleet);
  }

  Vessel create(Vessel vessel) {
    return real.create(vessel);
  }

  List<Vessel> list() {
    return real.list();
  }

  SearchResult bestFit(CargoSize size) {
    return real.bestFit(size);
  }

  ReserveResult reserve(String id, CargoSize size) {
    return real.reserve(id, size).join();
  }

  ConfirmResult confirm(String id) {
    return real.confirm(id).join();
  }

  Map<String, ConfirmResult> confirmAll(List<String> ids) {
    return real.confirmAll(ids).join();
  }

  void release(String id) {
    real.release(id).join();
  }

  List<Reservation> reservations(Optional<String> afterId, int limit) {
    return real.reservations(afterId, limit);
  }
}
