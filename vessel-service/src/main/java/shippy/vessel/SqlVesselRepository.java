package shippy.vessel;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import shippy.store.Sql;
import shippy.store.Store;
import shippy.vessel.Outcome.Found;
import shippy.vessel.Outcome.Held;
import shippy.vessel.Outcome.NothingFits;
import shippy.vessel.Outcome.OtherSpec;
import shippy.vessel.Outcome.Released;
import shippy.vessel.Outcome.Room;
import shippy.vessel.Outcome.Unknown;

/** Keeps everything in a database, in SQL that SQLite and PostgreSQL share. */
final class SqlVesselRepository implements VesselRepository {
  private static final String BEST_FIT =
      """
      SELECT * FROM vessel
      WHERE max_weight - used_weight >= ? AND capacity - used_capacity >= ?
      ORDER BY max_weight - used_weight, capacity - used_capacity, id LIMIT 1""";

  /** Hits no row if another transaction took the room after it was looked up. */
  private static final String TAKE =
      """
      UPDATE vessel SET used_weight = used_weight + ?, used_capacity = used_capacity + ?
      WHERE id = ? AND max_weight - used_weight >= ? AND capacity - used_capacity >= ?""";

  private final Store store;

  SqlVesselRepository(Store store) {
    this.store = requireNonNull(store, "store");
  }

  @Override
  public void seed(List<Vessel> vessels) {
    if (list().isEmpty()) {
      store.write(
          sql -> {
            for (Vessel vessel : fleet(sql).isEmpty() ? vessels : List.<Vessel>of()) {
              insert(sql, vessel);
            }
            return true;
          });
    }
  }

  @Override
  public Vessel create(Vessel vessel) {
    return store.write(
        sql -> {
          insert(sql, vessel);
          return vessel(sql, vessel.id());
        });
  }

  @Override
  public List<Vessel> list() {
    return store.read(SqlVesselRepository::fleet);
  }

  @Override
  public Outcome.OfSearch bestFit(Spec spec) {
    return store.read(
        sql -> {
          Optional<Vessel> best = choose(sql, spec);
          return best.isPresent() ? new Found(best.get()) : nothingFits(sql);
        });
  }

  @Override
  public Outcome.OfReserve reserve(String id, Spec spec) {
    return store.write(
        sql -> {
          Optional<Outcome.OfReserve> known = known(sql, id, spec);
          return known.isPresent() ? known.get() : reserveAnew(sql, id, spec);
        });
  }

  @Override
  public Outcome.OfConfirm confirm(String id) {
    return store.write(
        sql -> {
          sql.update(
              "UPDATE reservation SET state = 'CONFIRMED' WHERE id = ? AND state = 'RESERVED'", id);
          Optional<Reservation> confirmed = live(sql, id);
          if (confirmed.isPresent()) {
            return held(sql, confirmed.get());
          }
          return isReleased(sql, id) ? new Released() : new Unknown();
        });
  }

  @Override
  public void release(String id) {
    store.write(
        sql -> {
          if (isReleased(sql, id)) {
            return false;
          }
          if (live(sql, id).isEmpty()) {
            // Fails if the id was reserved meanwhile: then the transaction is done again.
            return sql.update("INSERT INTO reservation (id, state) VALUES (?, 'RELEASED')", id)
                == 1;
          }
          return giveBack(sql, id);
        });
  }

  @Override
  public List<Reservation> reservations(Optional<String> afterId, int limit) {
    return store.read(
        sql ->
            sql.list(
                "SELECT * FROM reservation WHERE state <> 'RELEASED' AND id > ? ORDER BY id LIMIT ?",
                SqlVesselRepository::reservation,
                afterId.orElse(""),
                limit));
  }

  private static Outcome.OfReserve reserveAnew(Sql sql, String id, Spec spec) throws SQLException {
    for (Optional<Vessel> best = choose(sql, spec); best.isPresent(); best = choose(sql, spec)) {
      Reservation made = new Reservation(id, best.get().id(), spec, Reservation.State.RESERVED);
      if (take(sql, made)) {
        sql.update(
            """
            INSERT INTO reservation (id, vessel_id, containers, weight, state)
            VALUES (?, ?, ?, ?, 'RESERVED')""",
            id,
            made.vesselId(),
            spec.containers(),
            spec.weightKg());
        return held(sql, made);
      }
    }
    // The last room may be what another transaction took for this very id meanwhile.
    Optional<Outcome.OfReserve> known = known(sql, id, spec);
    return known.isPresent() ? known.get() : nothingFits(sql);
  }

  /** What is to be said of an id that was here before. */
  private static Optional<Outcome.OfReserve> known(Sql sql, String id, Spec spec)
      throws SQLException {
    if (isReleased(sql, id)) {
      return Optional.of(new Released());
    }
    Optional<Reservation> stored = live(sql, id);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        stored.get().spec().equals(spec) ? held(sql, stored.get()) : new OtherSpec(stored.get()));
  }

  private static boolean take(Sql sql, Reservation made) throws SQLException {
    int weight = made.spec().weightKg();
    int containers = made.spec().containers();
    return sql.update(TAKE, weight, containers, made.vesselId(), weight, containers) == 1;
  }

  private static boolean giveBack(Sql sql, String id) throws SQLException {
    Optional<Reservation> released =
        sql.first(
            """
            UPDATE reservation SET state = 'RELEASED' WHERE id = ? AND state <> 'RELEASED'
            RETURNING id, vessel_id, containers, weight, 'RESERVED' AS state""",
            SqlVesselRepository::reservation,
            id);
    return released.isPresent()
        && sql.update(
                """
                UPDATE vessel
                SET used_weight = used_weight - ?, used_capacity = used_capacity - ? WHERE id = ?""",
                released.get().spec().weightKg(),
                released.get().spec().containers(),
                released.get().vesselId())
            == 1;
  }

  private static void insert(Sql sql, Vessel vessel) throws SQLException {
    sql.update(
        "INSERT INTO vessel VALUES (?, ?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING",
        vessel.id(),
        vessel.name(),
        vessel.ownerId(),
        vessel.capacity(),
        vessel.maxWeightKg());
  }

  private static List<Vessel> fleet(Sql sql) throws SQLException {
    return sql.list("SELECT * FROM vessel ORDER BY id", SqlVesselRepository::vessel);
  }

  private static Optional<Vessel> choose(Sql sql, Spec spec) throws SQLException {
    return sql.first(BEST_FIT, SqlVesselRepository::vessel, spec.weightKg(), spec.containers());
  }

  private static NothingFits nothingFits(Sql sql) throws SQLException {
    return new NothingFits(Room.of(fleet(sql)));
  }

  private static Held held(Sql sql, Reservation reservation) throws SQLException {
    return new Held(reservation, vessel(sql, reservation.vesselId()));
  }

  private static Vessel vessel(Sql sql, String id) throws SQLException {
    return sql.first("SELECT * FROM vessel WHERE id = ?", SqlVesselRepository::vessel, id)
        .orElseThrow(
            () ->
                new IllegalStateException("vessel: %s (expected: one of the fleet)".formatted(id)));
  }

  private static boolean isReleased(Sql sql, String id) throws SQLException {
    return sql.first(
            "SELECT id FROM reservation WHERE id = ? AND state = 'RELEASED'",
            row -> row.getString(1),
            id)
        .isPresent();
  }

  private static Optional<Reservation> live(Sql sql, String id) throws SQLException {
    return sql.first(
        "SELECT * FROM reservation WHERE id = ? AND state <> 'RELEASED'",
        SqlVesselRepository::reservation,
        id);
  }

  private static Vessel vessel(ResultSet row) throws SQLException {
    return new Vessel(
        row.getString("id"),
        row.getString("name"),
        row.getString("owner_id"),
        row.getInt("capacity"),
        row.getInt("max_weight"),
        row.getLong("used_capacity"),
        row.getLong("used_weight"));
  }

  private static Reservation reservation(ResultSet row) throws SQLException {
    return new Reservation(
        row.getString("id"),
        row.getString("vessel_id"),
        new Spec(row.getInt("containers"), row.getInt("weight")),
        Reservation.State.valueOf(row.getString("state")));
  }
}
