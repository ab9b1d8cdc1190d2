package shippy.consignment;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A consignment as stored.
 *
 * @param createdAt when it was first accepted, to the microsecond, which every store can keep
 * @param vesselId the vessel that carries it, or carried it until it was cancelled; present if it
 *     is confirmed, possible if it is cancelled
 * @param refusal why it was not taken; present if and only if it is aborted
 */
record Consignment(
    String id,
    ConsignmentContent content,
    Instant createdAt,
    State state,
    Optional<String> vesselId,
    Optional<String> refusal) {

  /** {@code PENDING} becomes any of the others, {@code CONFIRMED} only {@code CANCELLED}. */
  enum State {
    /** Accepted; whether a vessel takes it is not known yet. */
    PENDING,
    /** A vessel carries it. */
    CONFIRMED,
    /** No vessel took it. */
    ABORTED,
    /** Its owner does not want it any more. */
    CANCELLED
  }

  Consignment {
    requireNonNull(id, "id");
    requireNonNull(content, "content");
    createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    boolean carried =
        state == State.CONFIRMED || (state == State.CANCELLED && vesselId.isPresent());
    if (vesselId.isPresent() != carried || refusal.isPresent() != (state == State.ABORTED)) {
      throw new IllegalArgumentException(
          "consignment: %s with vessel %s, refusal %s (expected: what belongs to its state)"
              .formatted(state, vesselId, refusal));
    }
  }

  /** The intent to ship this. */
  static Consignment pending(String id, ConsignmentContent content, Instant createdAt) {
    return new Consignment(
        id, content, createdAt, State.PENDING, Optional.empty(), Optional.empty());
  }

  Consignment confirmed(String vessel) {
    return new Consignment(
        id, content, createdAt, State.CONFIRMED, Optional.of(vessel), Optional.empty());
  }

  Consignment aborted(String why) {
    return new Consignment(
        id, content, createdAt, State.ABORTED, Optional.empty(), Optional.of(why));
  }

  Consignment cancelled() {
    return new Consignment(id, content, createdAt, State.CANCELLED, vesselId, Optional.empty());
  }

  ListPosition position() {
    return new ListPosition(createdAt, id);
  }
}
