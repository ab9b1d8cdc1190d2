package shippy.consignment;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import shippy.consignment.Consignment.State;
import shippy.store.Schema;
import shippy.store.Sql;
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
              """);

  private static final ListPosition START = new ListPosition(Instant.EPOCH, "");

  private static final String INSERT =
      """
      INSERT INTO consignment
        (id, created_at, state, description, weight, containers, settled, claimed_until)
      VALUES (?, ?, 'PENDING', ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING""";

  private static final String CONFIRM =
      """
      UPDATE consignment SET state = 'CONFIRMED', vessel_id = ?, settled = 0
      WHERE id = ? AND state = 'PENDING' RETURNING *""";

  private static final String ABORT =
      """
      UPDATE consignment SET state = 'ABORTED', refusal = ?, settled = 0
      WHERE id = ? AND state = 'PENDING' RETURNING *""";

  private static final String CANCEL =
      """
      UPDATE consignment SET state = 'CANCELLED', settled = 0
      WHERE id = ? AND state IN ('PENDING', 'CONFIRMED') RETURNING *""";

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

  private final Store store;

  SqlConsignmentRepository(Store store) {
    this.store = requireNonNull(store, "store");
  }

  @Override
  public Consignment insert(Consignment intent, Instant claimedUntil) {
    ConsignmentContent content = intent.content();
    byte[] containers = ConsignmentProtos.bytes(content.containers());
    return store.write(
        sql ->
            sql.update(
                        INSERT,
                        intent.id(),
                        micros(intent.createdAt()),
                        content.description(),
                        content.weightKg(),
                        containers,
                        micros(claimedUntil))
                    == 1
                ? intent
                : stored(sql, intent.id()));
  }

  @Override
  public Consignment confirm(String id, String vesselId) {
    return store.write(sql -> confirm(sql, id, vesselId));
  }

  /** The work of {@link #confirm(String, String)} before its commit. */
  static Consignment confirm(Sql sql, String id, String vesselId) throws SQLException {
    return moved(sql, id, CONFIRM, vesselId, id);
  }

  @Override
  public Consignment abort(String id, String reason) {
    return store.write(sql -> moved(sql, id, ABORT, reason, id));
  }

  @Override
  public Optional<Consignment> cancel(String id) {
    return store.write(
        sql -> {
          sql.first(CANCEL, SqlConsignmentRepository::consignment, id);
          return find(sql, id);
        });
  }

  @Override
  public void settle(String id, State state) {
    store.write(
        sql ->
            sql.update(
                "UPDATE consignment SET settled = 1 WHERE id = ? AND state = ?", id, state.name()));
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
    String marks = states.stream().map(state -> "?").collect(Collectors.joining(", "));
    List<Object> values = new ArrayList<>(states.stream().map(State::name).toList());
    ListPosition start = after.orElse(START);
    values.addAll(List.of(micros(start.createdAt()), start.id(), limit));
    String query =
        """
        SELECT * FROM consignment WHERE state IN (%s) AND (created_at, id) > (?, ?)
        ORDER BY created_at, id LIMIT ?"""
            .formatted(marks);
    return store.read(
        sql -> sql.list(query, SqlConsignmentRepository::consignment, values.toArray()));
  }

  private static Consignment moved(Sql sql, String id, String move, Object... values)
      throws SQLException {
    Optional<Consignment> moved = sql.first(move, SqlConsignmentRepository::consignment, values);
    return moved.isPresent() ? moved.get() : stored(sql, id);
  }

  private static Consignment stored(Sql sql, String id) throws SQLException {
    return find(sql, id)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "consignment: %s (expected: one inserted)".formatted(id)));
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
