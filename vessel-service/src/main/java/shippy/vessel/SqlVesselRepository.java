package shippy.vessel;

import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import shippy.store.Schema;
import shippy.store.Sql;
import shippy.store.SqlBatchFunction;
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

  private static final String CONFIRM =
      "UPDATE reservation SET state = 'CONFIRMED' WHERE id = ? AND state = 'RESERVED'";

  private static final SqlBatchFunction<SqlReservations.Change, ReserveResult> CHANGE =
      SqlReservations::apply;

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
  public CompletableFuture<ReserveResult> reserve(String id, CargoSize size) {
    return change(id, Optional.of(size));
  }

  @Override
  public CompletableFuture<Void> release(String id) {
    return change(id, Optional.empty()).thenAccept(released -> {});
  }

  private CompletableFuture<ReserveResult> change(String id, Optional<CargoSize> size) {
    return store.submit(
        CHANGE, new SqlReservations.Change(id, size), Context.current()::isCancelled);
  }

  @Override
  public CompletableFuture<ConfirmResult> confirm(String id) {
    return store.submit(sql -> confirm(sql, id));
  }

  @Override
  public CompletableFuture<Map<String, ConfirmResult>> confirmAll(List<String> ids) {
    return store.submit(sql -> confirmAll(sql, ids));
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

  private static ConfirmResult confirm(Sql sql, String id) throws SQLException {
    ConfirmResult refusal = confirmAll(sql, List.of(id)).get(id);
    if (refusal != null) {
      return refusal;
    }
    Reservation confirmed =
        SqlReservations.find(sql, List.of(id)).getOrDefault(id, Optional.empty()).orElseThrow();
    return new Held(confirmed, vessel(sql, confirmed.vesselId()));
  }

  private static Map<String, ConfirmResult> confirmAll(Sql sql, List<String> ids)
      throws SQLException {
    int[] changed = sql.updateAll(CONFIRM, ids.stream().map(List::of).toList());
    List<String> others =
        IntStream.range(0, changed.length).filter(i -> changed[i] == 0).mapToObj(ids::get).toList();
    Map<String, Optional<Reservation>> found = SqlReservations.find(sql, others);
    Map<String, ConfirmResult> refused = new HashMap<>();
    for (String id : others) {
      Optional<Reservation> known = found.get(id);
      if (known == null) {
        refused.put(id, new Unknown());
      } else if (known.isEmpty()) {
        refused.put(id, new Released());
      }
    }
    return refused;
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

  static List<Vessel> fleet(Sql sql) throws SQLException {
    return sql.list("SELECT * FROM vessel ORDER BY id", SqlVesselRepository::vessel);
  }

  private static Optional<Vessel> choose(Sql sql, CargoSize size) throws SQLException {
    return sql.first(BEST_FIT, SqlVesselRepository::vessel, size.weightKg(), size.containers());
  }

  private static NothingFits nothingFits(Sql sql) throws SQLException {
    return new NothingFits(Room.of(fleet(sql)));
  }

  private static Vessel vessel(Sql sql, String id) throws SQLException {
    return ofFleet(
        id,
        sql.first("SELECT * FROM vessel WHERE id = ?", SqlVesselRepository::vessel, id)
            .orElse(null));
  }

  static Vessel ofFleet(String id, @Nullable Vessel vessel) {
    if (vessel == null) {
      throw new IllegalStateException("vessel: %s (expected: one of the fleet)".formatted(id));
    }
    return vessel;
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

  static Reservation reservation(ResultSet row) throws SQLException {
    return new Reservation(
        row.getString("id"),
        row.getString("vessel_id"),
        new CargoSize(row.getInt("containers"), row.getInt("weight")),
        Reservation.State.valueOf(row.getString("state")));
  }
}
