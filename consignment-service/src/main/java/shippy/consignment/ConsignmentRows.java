package shippy.consignment;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import shippy.consignment.Consignment.State;
import shippy.store.memory.PackedRows;

/**
 * Consignments as packed rows. Fields: created at, claimed until, vessel or refusal, state, whether
 * settled, content. Times are microseconds since 1970-01-01 UTC. Not safe for several threads.
 */
// Rows live and die with this process; the buffer is allocated here.
@SuppressWarnings({"EnumOrdinal", "ByteBufferBackingArray"})
final class ConsignmentRows {
  private static final int CREATED = 0;
  private static final int CLAIMED = 8;
  private static final int OUTCOME = 16;
  private static final int STATE = 20;
  private static final int SETTLED = 21;
  private static final int CONTENT = 22;

  private static final List<State> STATES = List.of(State.values());

  private static final String UNKEPT = "no vessel took it (there was no memory to keep the reason)";

  private final PackedRows rows;

  ConsignmentRows(PackedRows rows) {
    this.rows = requireNonNull(rows, "rows");
  }

  /** Adds a pending, unsettled one. Its id must not be there. */
  int add(Consignment intent, Instant claimedUntil) {
    byte[] row = PackedContent.pack(intent.content(), CONTENT);
    ByteBuffer fields = ByteBuffer.wrap(row);
    fields.putLong(CREATED, micros(intent.createdAt()));
    fields.putLong(CLAIMED, micros(claimedUntil));
    fields.putInt(OUTCOME, PackedRows.NONE);
    fields.put(STATE, (byte) STATES.indexOf(State.PENDING));
    return rows.add(intent.id(), row);
  }

  Consignment get(int row) {
    State state = state(row);
    int outcome = rows.getInt(row, OUTCOME);
    Optional<String> text =
        outcome == PackedRows.NONE ? Optional.empty() : Optional.of(rows.text(outcome));
    return new Consignment(
        rows.id(row),
        PackedContent.unpack(rows.fields(row, CONTENT)),
        instant(rows.getLong(row, CREATED)),
        state,
        state == State.ABORTED ? Optional.empty() : text,
        state == State.ABORTED ? text : Optional.empty());
  }

  State state(int row) {
    return STATES.get(rows.getByte(row, STATE));
  }

  void setState(int row, State state) {
    rows.setByte(row, STATE, (byte) STATES.indexOf(state));
  }

  /** Keeps the vessel that carries it, or why none does if there is memory for it. */
  void setOutcome(int row, Consignment decided) {
    String text = decided.vesselId().or(decided::refusal).orElseThrow();
    rows.setInt(row, OUTCOME, rows.text(text, decided.vesselId().orElse(UNKEPT)));
  }

  boolean isSettled(int row) {
    return rows.getByte(row, SETTLED) != 0;
  }

  void setSettled(int row, boolean settled) {
    rows.setByte(row, SETTLED, (byte) (settled ? 1 : 0));
  }

  boolean isDue(int row, Instant now) {
    return rows.getLong(row, CLAIMED) <= micros(now);
  }

  void setClaimedUntil(int row, Instant until) {
    rows.setLong(row, CLAIMED, micros(until));
  }

  /** In the order of the list. */
  int comparePositions(int one, int other) {
    int order = Long.compare(rows.getLong(one, CREATED), rows.getLong(other, CREATED));
    return order != 0 ? order : rows.compareIds(one, other);
  }

  /** In the order in which claims end. */
  int compareClaims(int one, int other) {
    int order = Long.compare(rows.getLong(one, CLAIMED), rows.getLong(other, CLAIMED));
    return order != 0 ? order : rows.compareIds(one, other);
  }

  boolean isAfter(int row, ListPosition position) {
    int order = Long.compare(rows.getLong(row, CREATED), micros(position.createdAt()));
    return order != 0 ? order > 0 : rows.compareId(row, position.id()) > 0;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
