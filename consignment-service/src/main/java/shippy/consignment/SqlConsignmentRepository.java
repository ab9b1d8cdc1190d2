package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.grpc.Context;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import shippy.consignment.Consignment.State;
import shippy.store.Schema;
import shippy.store.Sql;
import shippy.store.SqlBatchFunction;
import shippy.store.Store;

/** Keeps everything in a database, with SQL for both SQLite and PostgreSQL. */
final class SqlConsignmentRepository implements ConsignmentRepository {
  /** The tables of this service. Times are microseconds since 1970-01-01 UTC. */
  static final Schema SCHEMA =
      Schema.named("consignment")
          .then(
              """
              CREATE TABLE consignment (
                id {id} PRIMARY KEY,
                created_at BIGINT NOT NULL,
                state TEXT NOT NULL
                  CHECK (state IN ('PENDING', 'CONFIRMED', 'ABORTED', 'CANCELLED')),
                vessel_id {id},
                refusal TEXT,
                description TEXT NOT NULL,
                weight INTEGER NOT NULL CHECK (weight > 0),
                containers {bytes} NOT NULL,
                settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
                claimed_until BIGINT NOT NULL,
                CHECK (state <> 'CONFIRMED' OR vessel_id IS NOT NULL),
                CHECK ((state = 'ABORTED') = (refusal IS NOT NULL)))
              """,
              "CREATE INDEX consignment_order ON consignment (created_at, id)",
              """
              CREATE INDEX consignment_unsettled ON consignment (claimed_until) WHERE settled = 0
              """)
          .then(
              """
              CREATE INDEX consignment_state ON consignment (state, created_at, id)
                WHERE state <> 'PENDING'
              """,
              "DROP INDEX consignment_order");

  private static final String ALL_IN = "SELECT * FROM consignment WHERE id IN (?)";

  private static final ListPosition START = new ListPosition(Instant.EPOCH, "");

  /** Names the index's condition as the index does: SQLite does not see that it follows. */
  private static final String RANGE =
      """
      SELECT * FROM (
        SELECT * FROM consignment WHERE state = '%s' AND %s AND (created_at, id) > (?, ?)
        ORDER BY created_at, id LIMIT ?) AS range_of_state""";

  private static final String INSERT =
      """
      INSERT INTO consignment
        (id, created_at, state, description, weight, containers, settled, claimed_until)
      VALUES (?, ?, 'PENDING', ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING""";

  private static final String CONFIRM =
      """
      UPDATE consignment SET state = 'CONFIRMED', vessel_id = ?, settled = 0
      WHERE id = ? AND state = 'PENDING'""";

  private static final String ABORT =
      """
      UPDATE consignment SET state = 'ABORTED', refusal = ?, settled = 0
      WHERE id = ? AND state = 'PENDING'""";

  private static final String CANCEL =
      """
      UPDATE consignment SET state = 'CANCELLED', settled = 0
      WHERE id = ? AND state IN ('PENDING', 'CONFIRMED')""";

  private static final String SETTLE =
      "UPDATE consignment SET settled = 1 WHERE id = ? AND state = ?";

  private static final String ANY_DUE =
      "SELECT id FROM consignment WHERE settled = 0 AND claimed_until <= ? LIMIT 1";

  /** Has the condition twice: PostgreSQL checks the outer one again after waiting for a lock. */
  private static final String CLAIM =
      """
      UPDATE consignment SET claimed_until = ?
      WHERE settled = 0 AND claimed_until <= ? AND id IN (
        SELECT id FROM consignment WHERE settled = 0 AND claimed_until <= ?
        ORDER BY claimed_until LIMIT ?)
      RETURNING *""";

  private static final SqlBatchFunction<Intent, Consignment> INSERT_ALL =
      SqlConsignmentRepository::insertAll;
  static final SqlBatchFunction<Decision, Consignment> CONFIRM_ALL =
      (sql, decisions) -> decideAll(sql, CONFIRM, decisions);
  private static final SqlBatchFunction<Decision, Consignment> ABORT_ALL =
      (sql, decisions) -> decideAll(sql, ABORT, decisions);

  private final Store store;

  SqlConsignmentRepository(Store store) {
    this.store = requireNonNull(store, "store");
  }

  private record Intent(Consignment consignment, List<Object> row) {}

  /**
   * What is to become of a pending consignment.
   *
   * @param word the vessel, or the reason
   */
  record Decision(Consignment pending, String word, Consignment decided) {}

  @Override
  public CompletableFuture<Consignment> insert(Consignment intent, Instant claimedUntil) {
    ConsignmentContent content = intent.content();
    List<Object> row =
        List.of(
            intent.id(),
            micros(intent.createdAt()),
            content.description(),
            content.weightKg(),
            ConsignmentProtos.bytes(content.containers()),
            micros(claimedUntil));
    return submit(INSERT_ALL, new Intent(intent, row));
  }

  @Override
  public CompletableFuture<Consignment> confirm(Consignment pending, String vesselId) {
    return submit(CONFIRM_ALL, new Decision(pending, vesselId, pending.confirmed(vesselId)));
  }

  @Override
  public CompletableFuture<Consignment> abort(Consignment pending, String reason) {
    return submit(ABORT_ALL, new Decision(pending, reason, pending.aborted(reason)));
  }

  @Override
  public CompletableFuture<Optional<Consignment>> cancel(String id) {
    return store.submit(
        sql -> {
          sql.update(CANCEL, id);
          return find(sql, id);
        });
  }

  @Override
  public CompletableFuture<Void> settle(Collection<String> ids, State state) {
    List<List<String>> rows = ids.stream().map(id -> List.of(id, state.name())).toList();
    return store.submit(sql -> sql.updateAll(SETTLE, rows)).thenAccept(settled -> {});
  }

  private <Q, A> CompletableFuture<A> submit(SqlBatchFunction<Q, A> work, Q request) {
    return store.submit(work, request, Context.current()::isCancelled);
  }

  @Override
  public List<Consignment> claim(Instant now, Instant until, int limit) {
    long due = micros(now);
    if (store.read(sql -> sql.first(ANY_DUE, row -> row.getString(1), due)).isEmpty()) {
      return List.of(); // without the lock of a writer
    }
    return store.write(
        sql ->
            sql.list(CLAIM, SqlConsignmentRepository::consignment, micros(until), due, due, limit));
  }

  @Override
  public Optional<Consignment> find(String id) {
    return store.read(sql -> find(sql, id));
  }

  @Override
  public List<Consignment> page(Set<State> states, Optional<ListPosition> after, int limit) {
    if (states.isEmpty()) {
      return List.of();
    }
    ListPosition start = after.orElse(START);
    List<Object> values = new ArrayList<>();
    for (State unused : states) {
      values.addAll(List.of(micros(start.createdAt()), start.id(), limit));
    }
    values.add(limit);
    String query = pageQuery(states);
    return store.read(
        sql -> sql.list(query, SqlConsignmentRepository::consignment, values.toArray()));
  }

  /** Reads one range for each state, from an index, and merges them. */
  static String pageQuery(Set<State> states) {
    return states.stream().map(SqlConsignmentRepository::range).collect(joining("\nUNION ALL\n"))
        + "\nORDER BY created_at, id LIMIT ?";
  }

  private static String range(State state) {
    return RANGE.formatted(state, state == State.PENDING ? "settled = 0" : "state <> 'PENDING'");
  }

  private static List<Consignment> insertAll(Sql sql, List<Intent> intents) throws SQLException {
    int[] inserted = sql.updateAll(INSERT, intents.stream().map(Intent::row).toList());
    return stored(sql, intents.stream().map(Intent::consignment).toList(), inserted);
  }

  private static List<Consignment> decideAll(Sql sql, String move, List<Decision> decisions)
      throws SQLException {
    int[] moved =
        sql.updateAll(
            move, decisions.stream().map(d -> List.of(d.word(), d.pending().id())).toList());
    return stored(sql, decisions.stream().map(Decision::decided).toList(), moved);
  }

  /** What was written, or for what was not written, what is there. */
  private static List<Consignment> stored(Sql sql, List<Consignment> wanted, int[] written)
      throws SQLException {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < written.length; i++) {
      if (written[i] == 0) {
        others.add(wanted.get(i).id());
      }
    }
    Map<String, Consignment> found = new HashMap<>();
    sql.listIn(ALL_IN, SqlConsignmentRepository::consignment, others)
        .forEach(row -> found.put(row.id(), row));
    List<Consignment> stored = new ArrayList<>();
    for (int i = 0; i < written.length; i++) {
      Consignment want = wanted.get(i);
      stored.add(written[i] == 0 ? known(want.id(), found.get(want.id())) : want);
    }
    return stored;
  }

  private static Consignment known(String id, @Nullable Consignment row) {
    if (row == null) {
      throw new IllegalStateException("consignment: %s (expected: one inserted)".formatted(id));
    }
    return row;
  }

  private static Optional<Consignment> find(Sql sql, String id) throws SQLException {
    return sql.first(
        "SELECT * FROM consignment WHERE id = ?", SqlConsignmentRepository::consignment, id);
  }

  private static Consignment consignment(ResultSet row) throws SQLException {
    return new Consignment(
        row.getString("id"),
        new ConsignmentContent(
            row.getString("description"),
            row.getInt("weight"),
            ConsignmentProtos.containers(row.getBytes("containers"))),
        Instant.EPOCH.plus(row.getLong("created_at"), ChronoUnit.MICROS),
        State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("vessel_id")),
        Optional.ofNullable(row.getString("refusal")));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
