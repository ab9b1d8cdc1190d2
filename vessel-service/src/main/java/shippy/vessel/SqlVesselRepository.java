package shippy.vessel;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import shippy.store.Schema;
import shippy.store.Sql;
import shippy.store.Store;

/** Keeps everything in a database, with SQL for both SQLite and PostgreSQL. */
final class SqlVesselRepository implements VesselRepository {
  /** The tables of this service. Their checks are the last guard against overbooking. */
  static final Schema SCHEMA =
      Schema.named("vessel")
          .then(
              """
              CREATE TABLE vessel (
                id {id} PRIMARY KEY,
                name TEXT NOT NULL,
                owner_id TEXT NOT NULL,
                capacity INTEGER NOT NULL CHECK (capacity > 0),
                max_weight INTEGER NOT NULL CHECK (max_weight > 0),
                used_capacity BIGINT NOT NULL CHECK (used_capacity BETWEEN 0 AND capacity),
                used_weight BIGINT NOT NULL CHECK (used_weight BETWEEN 0 AND max_weight))
              """,
              """
              CREATE TABLE reservation (
                id {id} PRIMARY KEY,
                vessel_id {id} REFERENCES vessel (id),
                containers INTEGER CHECK (containers > 0),
                weight INTEGER CHECK (weight > 0),
                state TEXT NOT NULL CHECK (state IN ('RESERVED', 'CONFIRMED', 'RELEASED')),
                CHECK (state = 'RELEASED' OR (vessel_id IS NOT NULL
                  AND containers IS NOT NULL AND weight IS NOT NULL)))
              """);

  private static final String BEST_FIT =
      """
      SELECT * FROM vessel
      WHERE max_weight - used_weight >= ? AND capacity - used_capacity >= ?
      ORDER BY max_weight - used_weight, capacity - used_capacity, id LIMIT 1""";

  /** Changes no row if another transaction has taken the room meanwhile. */
  private static final String TAKE =
      """
      UPDATE vessel SET used_weight = used_weight + ?, used_capacity = used_capacity + ?
      WHERE id = ? AND max_weight - used_weight >= ? AND capacity - used_capacity >= ?""";

  private static final String CONFIRM =
      """
      UPDATE reservation SET state = 'CONFIRMED' WHERE id = ? AND state <> 'RELEASED'
      RETURNING *""";

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
  public SearchResult bestFit(CargoSize size) {
    return store.read(
        sql -> {
          Optional<Vessel> best = choose(sql, size);
          return best.isPresent() ? new Found(best.get()) : nothingFits(sql);
        });
  }

  @Override
  public ReserveResult reserve(String id, CargoSize size) {
    return store.write(
        sql -> {
          Optional<ReserveResult> known = known(sql, id, size);
          return known.isPresent() ? known.get() : reserveAnew(sql, id, size);
        });
  }

  @Override
  public ConfirmResult confirm(String id) {
    return store.write(
        sql -> {
          Optional<Reservation> confirmed =
              sql.first(CONFIRM, SqlVesselRepository::reservation, id);
          if (confirmed.isPresent()) {
            return held(sql, confirmed.get());
          }
          return isReleased(sql, id) ? new Released() : new Unknown();
        });
  }

  @Override
  public void release(String id) {
    store.write(
        sql ->
            giveBack(sql, id)
                || isReleased(sql, id)
                // Fails if the id was reserved meanwhile; then the transaction is repeated.
                || sql.update("INSERT INTO reservation (id, state) VALUES (?, 'RELEASED')", id)
                    == 1);
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

  private static ReserveResult reserveAnew(Sql sql, String id, CargoSize size) throws SQLException {
    for (Optional<Vessel> best = choose(sql, size); best.isPresent(); best = choose(sql, size)) {
      Reservation made = new Reservation(id, best.get().id(), size, Reservation.State.RESERVED);
      if (take(sql, made)) {
        sql.update(
            """
            INSERT INTO reservation (id, vessel_id, containers, weight, state)
            VALUES (?, ?, ?, ?, 'RESERVED')""",
            id,
            made.vesselId(),
            size.containers(),
            size.weightKg());
        return held(sql, made);
      }
    }
    // Another transaction may have taken the last room for this same id meanwhile.
    Optional<ReserveResult> known = known(sql, id, size);
    return known.isPresent() ? known.get() : nothingFits(sql);
  }

  /** The result for an id that is already known. */
  private static Optional<ReserveResult> known(Sql sql, String id, CargoSize size)
      throws SQLException {
    if (isReleased(sql, id)) {
      return Optional.of(new Released());
    }
    Optional<Reservation> stored = live(sql, id);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        stored.get().size().equals(size) ? held(sql, stored.get()) : new OtherSize(stored.get()));
  }

  private static boolean take(Sql sql, Reservation made) throws SQLException {
    int weight = made.size().weightKg();
    int containers = made.size().containers();
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
                released.get().size().weightKg(),
                released.get().size().containers(),
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

  private static Optional<Vessel> choose(Sql sql, CargoSize size) throws SQLException {
    return sql.first(BEST_FIT, SqlVesselRepository::vessel, size.weightKg(), size.containers());
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
        new CargoSize(row.getInt("containers"), row.getInt("weight")),
        Reservation.State.valueOf(row.getString("state")));
  }
}
