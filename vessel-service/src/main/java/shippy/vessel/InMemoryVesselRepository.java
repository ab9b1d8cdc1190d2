package shippy.vessel;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import shippy.problem.BackendException;
import shippy.store.memory.MemoryLimit;
import shippy.store.memory.PackedRows;
import shippy.store.memory.SortedRows;

/**
 * Keeps everything in memory, reservations packed, and refuses new ones when that is used up. One
 * lock is the transaction.
 */
final class InMemoryVesselRepository implements VesselRepository {
  private final Map<String, Vessel> fleet = new TreeMap<>();
  private final PackedRows packed;
  private final ReservationRows rows;
  private final SortedRows live;

  InMemoryVesselRepository() {
    this(MemoryLimit.ofHeap("reservations"));
  }

  InMemoryVesselRepository(MemoryLimit limit) {
    this.packed = new PackedRows(limit);
    this.rows = new ReservationRows(packed);
    this.live = packed.sorted(packed::compareIds);
  }

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
    return completedFuture(reserved(id, size));
  }

  private synchronized ReserveResult reserved(String id, CargoSize size) {
    int row = packed.find(id);
    if (row != PackedRows.NONE) {
      return known(row, size);
    }
    Optional<Vessel> best = choose(size);
    if (best.isEmpty()) {
      return new NothingFits(room());
    }
    Vessel vessel = best.get().taking(size);
    Reservation made = new Reservation(id, vessel.id(), size, Reservation.State.RESERVED);
    try {
      live.add(rows.add(made));
    } catch (BackendException full) {
      return new StoreFull(String.valueOf(full.getMessage()));
    }
    fleet.put(vessel.id(), vessel);
    return held(made);
  }

  private ReserveResult known(int row, CargoSize size) {
    if (rows.isReleased(row)) {
      return new Released();
    }
    Reservation stored = rows.get(row);
    return stored.size().equals(size) ? held(stored) : new OtherSize(stored);
  }

  @Override
  public CompletableFuture<ConfirmResult> confirm(String id) {
    return completedFuture(confirmed(id));
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
    return completedFuture(refused);
  }

  private synchronized ConfirmResult confirmed(String id) {
    int row = packed.find(id);
    if (row == PackedRows.NONE) {
      return new Unknown();
    }
    if (rows.isReleased(row)) {
      return new Released();
    }
    rows.confirm(row);
    return held(rows.get(row));
  }

  @Override
  public CompletableFuture<Void> release(String id) {
    released(id);
    return completedFuture(null);
  }

  private synchronized void released(String id) {
    int row = packed.find(id);
    if (row == PackedRows.NONE) {
      leaveTombstone(id);
    } else if (!rows.isReleased(row)) {
      Reservation stored = rows.get(row);
      live.remove(row);
      rows.release(row);
      fleet.put(stored.vesselId(), vessel(stored.vesselId()).givingBack(stored.size()));
    }
  }

  /** Keeps the id as a released one; if there is no memory for it, refuses all new ids instead. */
  private void leaveTombstone(String id) {
    try {
      rows.addReleased(id);
    } catch (BackendException full) {
      packed.markFull();
    }
  }

  @Override
  public synchronized List<Reservation> reservations(Optional<String> afterId, int limit) {
    IntPredicate after =
        afterId.<IntPredicate>map(id -> row -> packed.compareId(row, id) > 0).orElse(row -> true);
    return IntStream.of(live.from(after, limit)).mapToObj(rows::get).toList();
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
