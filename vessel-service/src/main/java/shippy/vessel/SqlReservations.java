package shippy.vessel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import shippy.store.Sql;
import shippy.vessel.VesselRepository.Held;
import shippy.vessel.VesselRepository.NothingFits;
import shippy.vessel.VesselRepository.OtherSize;
import shippy.vessel.VesselRepository.Released;
import shippy.vessel.VesselRepository.ReserveResult;
import shippy.vessel.VesselRepository.Room;

/**
 * Reserves and releases for all callers of a batch: reads what it needs, decides in memory, one
 * caller after the other, and writes the differences. At most six statements, however many callers.
 * For one batch.
 */
final class SqlReservations {
  private static final String FIND = "SELECT * FROM reservation WHERE id IN (?)";

  /** Fails if the id came from another process meanwhile; then the batch is done again. */
  private static final String INSERT =
      """
      INSERT INTO reservation (id, vessel_id, containers, weight, state)
      VALUES (?, ?, ?, ?, 'RESERVED')""";

  private static final String MARK = "INSERT INTO reservation (id, state) VALUES (?, 'RELEASED')";

  private static final String RELEASE =
      "UPDATE reservation SET state = 'RELEASED' WHERE id = ? AND state <> 'RELEASED'";

  /** Changes no row if another process has taken the room meanwhile. */
  private static final String TAKE =
      """
      UPDATE vessel SET used_weight = used_weight + ?, used_capacity = used_capacity + ?
      WHERE id = ? AND max_weight - used_weight >= ? AND capacity - used_capacity >= ?""";

  private final Sql sql;

  /** By id, those of the batch that are stored; empty if released. */
  private final Map<String, Optional<Reservation>> stored;

  private final Map<String, Optional<Reservation>> now;
  private final Map<String, Vessel> storedFleet;
  private final Map<String, Vessel> fleet;

  private SqlReservations(Sql sql, Collection<String> ids) throws SQLException {
    this.sql = sql;
    this.stored = find(sql, ids);
    this.now = new LinkedHashMap<>(stored);
    this.storedFleet =
        SqlVesselRepository.fleet(sql).stream()
            .collect(Collectors.toMap(Vessel::id, Function.identity()));
    this.fleet = new TreeMap<>(storedFleet);
  }

  /** Reserves if there is a size, releases if there is none. */
  record Change(String id, Optional<CargoSize> size) {}

  /** Makes the changes; the answers to those that release are {@code Released}. */
  static List<ReserveResult> apply(Sql sql, List<Change> changes) throws SQLException {
    SqlReservations batch = new SqlReservations(sql, changes.stream().map(Change::id).toList());
    List<ReserveResult> results = new ArrayList<>();
    for (Change change : changes) {
      results.add(
          change.size().isPresent()
              ? batch.reserve(change.id(), change.size().get())
              : batch.release(change.id()));
    }
    batch.write();
    return results;
  }

  /** By id; those that are released have no reservation. */
  static Map<String, Optional<Reservation>> find(Sql sql, Collection<String> ids)
      throws SQLException {
    Map<String, Optional<Reservation>> found = new HashMap<>();
    var unused = sql.listIn(FIND, row -> found.put(row.getString("id"), live(row)), ids);
    return found;
  }

  private static Optional<Reservation> live(ResultSet row) throws SQLException {
    return row.getString("state").equals("RELEASED")
        ? Optional.empty()
        : Optional.of(SqlVesselRepository.reservation(row));
  }

  private ReserveResult reserve(String id, CargoSize size) {
    Optional<Reservation> known = now.get(id);
    if (known != null) {
      return known.map(reservation -> held(reservation, size)).orElseGet(Released::new);
    }
    Optional<Vessel> best =
        fleet.values().stream().filter(vessel -> vessel.fits(size)).min(Vessel.TIGHTEST);
    if (best.isEmpty()) {
      return new NothingFits(Room.of(fleet.values()));
    }
    Vessel vessel = best.get().taking(size);
    Reservation made = new Reservation(id, vessel.id(), size, Reservation.State.RESERVED);
    fleet.put(vessel.id(), vessel);
    now.put(id, Optional.of(made));
    return new Held(made, vessel);
  }

  private ReserveResult held(Reservation known, CargoSize size) {
    return known.size().equals(size) ? new Held(known, vessel(known)) : new OtherSize(known);
  }

  private Released release(String id) {
    now.getOrDefault(id, Optional.empty())
        .ifPresent(live -> fleet.put(live.vesselId(), vessel(live).givingBack(live.size())));
    now.put(id, Optional.empty());
    return new Released();
  }

  private Vessel vessel(Reservation reservation) {
    return SqlVesselRepository.ofFleet(reservation.vesselId(), fleet.get(reservation.vesselId()));
  }

  private void write() throws SQLException {
    List<List<?>> inserted = new ArrayList<>();
    List<List<?>> marked = new ArrayList<>();
    List<List<?>> released = new ArrayList<>();
    now.forEach(
        (id, reservation) -> {
          Optional<Reservation> before = stored.get(id);
          if (before == null && reservation.isPresent()) {
            inserted.add(row(reservation.get()));
          } else if (before == null) {
            marked.add(List.of(id));
          } else if (reservation.isEmpty() && before.isPresent()) {
            released.add(List.of(id));
          }
        });
    change(INSERT, inserted);
    change(MARK, marked);
    change(RELEASE, released);
    change(TAKE, differences());
  }

  private static List<?> row(Reservation made) {
    CargoSize size = made.size();
    return List.of(made.id(), made.vesselId(), size.containers(), size.weightKg());
  }

  /** In the order of ids, so that no two processes wait for each other. */
  private List<List<?>> differences() {
    List<List<?>> all = new ArrayList<>();
    for (Vessel vessel : fleet.values()) {
      Vessel before = SqlVesselRepository.ofFleet(vessel.id(), storedFleet.get(vessel.id()));
      long weightKg = vessel.usedWeightKg() - before.usedWeightKg();
      long containers = vessel.usedCapacity() - before.usedCapacity();
      if (weightKg != 0 || containers != 0) {
        all.add(List.of(weightKg, containers, vessel.id(), weightKg, containers));
      }
    }
    return all;
  }

  /** Each of these must change one row. */
  private void change(String statement, List<List<?>> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    for (int changed : sql.updateAll(statement, rows)) {
      if (changed != 1) {
        throw new SQLException("another process was faster", "40001"); // SQL's word for a conflict
      }
    }
  }
}
