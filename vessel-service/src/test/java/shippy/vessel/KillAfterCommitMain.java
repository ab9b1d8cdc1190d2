package shippy.vessel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.service.Service;
import shippy.store.Store;

/**
 * The program of {@link VesselMain}, which stands still, once it has committed a change, before it
 * answers: the change and id are told by its environment, {@code KILL_AFTER="reserve ID"}. Says so
 * on standard output.
 */
final class KillAfterCommitMain {
  static final String VARIABLE = "KILL_AFTER";

  private KillAfterCommitMain() {}

  public static void main(String... args) {
    Service.named("shippy.service.vessel")
        .settings(Settings.STORAGE)
        .handler(platform -> VesselHandler.on(platform, repository(platform)))
        .handlersNeverBlock()
        .run(args);
  }

  private static VesselRepository repository(Platform platform) {
    Store store =
        platform.own(Store.open(platform.config(), SqlVesselRepository.SCHEMA).orElseThrow());
    return new HaltingRepository(new SqlVesselRepository(store), System.getenv(VARIABLE));
  }

  private record HaltingRepository(VesselRepository real, String last) implements VesselRepository {
    private void committed(String change) {
      if (change.equals(last)) {
        System.out.println("committed " + change);
        new CompletableFuture<Void>().join(); // for good
      }
    }

    @Override
    public ReserveResult reserve(String id, CargoSize size) {
      ReserveResult outcome = real.reserve(id, size);
      committed("reserve " + id);
      return outcome;
    }

    @Override
    public ConfirmResult confirm(String id) {
      ConfirmResult outcome = real.confirm(id);
      committed("confirm " + id);
      return outcome;
    }

    @Override
    public void release(String id) {
      real.release(id);
      committed("release " + id);
    }

    @Override
    public void seed(List<Vessel> fleet) {
      real.seed(fleet);
    }

    @Override
    public Vessel create(Vessel vessel) {
      return real.create(vessel);
    }

    @Override
    public List<Vessel> list() {
      return real.list();
    }

    @Override
    public SearchResult bestFit(CargoSize size) {
      return real.bestFit(size);
    }

    @Override
    public List<Reservation> reservations(Optional<String> afterId, int limit) {
      return real.reservations(afterId, limit);
    }
  }
}
