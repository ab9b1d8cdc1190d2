package shippy.vessel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Keeps everything in memory. One lock is the transaction. */
final class InMemoryVesselRepository implements VesselRepository {
  private final Map<String, Vessel> fleet = new TreeMap<>();
  private final NavigableMap<String, Reservation> live = new TreeMap<>();
  private final Set<String> released = new HashSet<>();

  @Override
  public synchronized void seed(List<Vessel> vessels) {
    if (fleet.isEmpty()) {
      vessels.forEach(this::create);
    }
  }

  @Override
  public synchronized Vessel create(Vessel vessel) {
    fleet.putIfAbsent(vessel.id(), vessel);
    return vessel(vessel.id());
  }

  @Override
  public synchronized List<Vessel> list() {
    return List.copyOf(fleet.values());
  }

  @Override
  public synchronized SearchResult bestFit(CargoSize size) {
    Optional<Vessel> best = choose(size);
    return best.isPresent() ? new Found(best.get()) : new NothingFits(room());
  }

  @Override
  public CompletableFuture<ReserveResult> reserve(String id, CargoSize size) {
    return CompletableFuture.completedFuture(reserved(id, size));
  }

  private synchronized ReserveResult reserved(String id, CargoSize size) {
    if (released.contains(id)) {
      return new Released();
    }
    Reservation stored = live.get(id);
    if (stored != null) {
      return stored.size().equals(size) ? held(stored) : new OtherSize(stored);
    }
    Optional<Vessel> best = choose(size);
    if (best.isEmpty()) {
      return new NothingFits(room());
    }
    Vessel vessel = best.get().taking(size);
    Reservation made = new Reservation(id, vessel.id(), size, Reservation.State.RESERVED);
    fleet.put(vessel.id(), vessel);
    live.put(id, made);
    return held(made);
  }

  @Override
  public CompletableFuture<ConfirmResult> confirm(String id) {
    return CompletableFuture.completedFuture(confirmed(id));
  }

  @Override
  public CompletableFuture<Map<String, ConfirmResult>> confirmAll(List<String> ids) {
    Map<String, ConfirmResult> refused = new HashMap<>();
    for (String id : ids) {
      ConfirmResult result = confirmed(id);
      if (!(result instanceof Held)) {
        refused.put(id, result);
      }
    }
    return CompletableFuture.completedFuture(refused);
  }

  private synchronized ConfirmResult confirmed(String id) {
    Reservation confirmed = live.computeIfPresent(id, (key, stored) -> stored.confirmed());
    if (confirmed != null) {
      return held(confirmed);
    }
    return released.contains(id) ? new Released() : new Unknown();
  }

  @Override
  public synchronized CompletableFuture<Void> release(String id) {
    Reservation stored = live.remove(id);
    if (stored != null) {
      fleet.put(stored.vesselId(), vessel(stored.vesselId()).givingBack(stored.size()));
    }
    released.add(id);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized List<Reservation> reservations(Optional<String> afterId, int limit) {
    Map<String, Reservation> rest = afterId.map(this::after).orElse(live);
    return rest.values().stream().limit(limit).toList();
  }

  private Map<String, Reservation> after(String id) {
    return live.tailMap(id, false);
  }

  private Optional<Vessel> choose(CargoSize size) {
    return fleet.values().stream().filter(vessel -> vessel.fits(size)).min(Vessel.TIGHTEST);
  }

  private Optional<Room> room() {
    return Room.of(fleet.values());
  }

  private Held held(Reservation reservation) {
    return new Held(reservation, vessel(reservation.vesselId()));
  }

  private Vessel vessel(String id) {
    Vessel vessel = fleet.get(id);
    if (vessel == null) {
      throw new IllegalStateException("vessel: %s (expected: one of the fleet)".formatted(id));
    }
    return vessel;
  }
}
