package shippy.vessel;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import shippy.vessel.Outcome.Found;
import shippy.vessel.Outcome.Held;
import shippy.vessel.Outcome.NothingFits;
import shippy.vessel.Outcome.OtherSpec;
import shippy.vessel.Outcome.Released;
import shippy.vessel.Outcome.Room;
import shippy.vessel.Outcome.Unknown;

/** Keeps everything in this process, for as long as it lives. One lock is the transaction. */
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
  public synchronized Outcome.OfSearch bestFit(Spec spec) {
    Optional<Vessel> best = choose(spec);
    return best.isPresent() ? new Found(best.get()) : new NothingFits(room());
  }

  @Override
  public synchronized Outcome.OfReserve reserve(String id, Spec spec) {
    if (released.contains(id)) {
      return new Released();
    }
    Reservation stored = live.get(id);
    if (stored != null) {
      return stored.spec().equals(spec) ? held(stored) : new OtherSpec(stored);
    }
    Optional<Vessel> best = choose(spec);
    if (best.isEmpty()) {
      return new NothingFits(room());
    }
    Vessel vessel = best.get().taking(spec);
    Reservation made = new Reservation(id, vessel.id(), spec, Reservation.State.RESERVED);
    fleet.put(vessel.id(), vessel);
    live.put(id, made);
    return held(made);
  }

  @Override
  public synchronized Outcome.OfConfirm confirm(String id) {
    Reservation confirmed = live.computeIfPresent(id, (key, stored) -> stored.confirmed());
    if (confirmed != null) {
      return held(confirmed);
    }
    return released.contains(id) ? new Released() : new Unknown();
  }

  @Override
  public synchronized void release(String id) {
    Reservation stored = live.remove(id);
    if (stored != null) {
      fleet.put(stored.vesselId(), vessel(stored.vesselId()).givingBack(stored.spec()));
    }
    released.add(id);
  }

  @Override
  public synchronized List<Reservation> reservations(Optional<String> afterId, int limit) {
    Map<String, Reservation> rest = afterId.map(this::after).orElse(live);
    return rest.values().stream().limit(limit).toList();
  }

  private Map<String, Reservation> after(String id) {
    return live.tailMap(id, false);
  }

  private Optional<Vessel> choose(Spec spec) {
    return fleet.values().stream().filter(vessel -> vessel.fits(spec)).min(Vessel.TIGHTEST);
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
