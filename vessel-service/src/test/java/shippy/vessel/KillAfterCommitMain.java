package shippy.vessel;

import java.util.List;
import java.util.Map;
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
    /** The outcome once the change is committed; if it is the last, never. */
    private <T> CompletableFuture<T> committed(String change, CompletableFuture<T> outcome) {
      return outcome.thenCompose(
          done -> {
            if (!change.equals(last)) {
              return outcome;
            }
            System.out.println("committed " + change);
            return new CompletableFuture<>();
          });
    }

    @Override
    public CompletableFuture<ReserveResult> reserve(String id, CargoSize size) {
      return committed("reserve " + id, real.reserve(id, size));
    }

    @Override
    public CompletableFuture<ConfirmResult> confirm(String id) {
      return committed("confirm " + id, real.confirm(id));
    }

    @Override
    public CompletableFuture<Map<String, ConfirmResult>> confirmAll(List<String> ids) {
      return real.confirmAll(ids);
    }

    @Override
    public CompletableFuture<Void> release(String id) {
      return committed("release " + id, real.release(id));
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
