package shippy.vessel;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import shippy.store.memory.PackedRows;

/**
 * Reservations as packed rows. Fields: vessel, containers, kilograms, state. A released id keeps
 * its row. Not safe for several threads.
 */
final class ReservationRows {
  private static final int VESSEL = 0;
  private static final int CONTAINERS = 4;
  private static final int WEIGHT = 8;
  private static final int STATE = 12;
  private static final int SIZE = 13;

  private static final byte RESERVED = 1;
  private static final byte CONFIRMED = 2;
  private static final byte RELEASED = 3;

  private final PackedRows rows;

  ReservationRows(PackedRows rows) {
    this.rows = requireNonNull(rows, "rows");
  }

  /** Adds one that is not confirmed. Its id must not be there. */
  int add(Reservation made) {
    ByteBuffer fields = ByteBuffer.allocate(SIZE);
    fields.putInt(VESSEL, rows.text(made.vesselId(), made.vesselId()));
    fields.putInt(CONTAINERS, made.size().containers());
    fields.putInt(WEIGHT, made.size().weightKg());
    fields.put(STATE, RESERVED);
    return rows.add(made.id(), fields.array());
  }

  /** Adds an id that was never reserved as a released one. */
  void addReleased(String id) {
    rows.add(id, ByteBuffer.allocate(SIZE).put(STATE, RELEASED).array());
  }

  /** One that is not released. */
  Reservation get(int row) {
    return new Reservation(
        rows.id(row),
        rows.text(rows.getInt(row, VESSEL)),
        new CargoSize(rows.getInt(row, CONTAINERS), rows.getInt(row, WEIGHT)),
        rows.getByte(row, STATE) == CONFIRMED
            ? Reservation.State.CONFIRMED
            : Reservation.State.RESERVED);
  }

  boolean isReleased(int row) {
    return rows.getByte(row, STATE) == RELEASED;
  }

  void confirm(int row) {
    rows.setByte(row, STATE, CONFIRMED);
  }

  void release(int row) {
    rows.setByte(row, STATE, RELEASED);
  }
}
