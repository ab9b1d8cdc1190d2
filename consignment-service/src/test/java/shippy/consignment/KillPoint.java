package shippy.consignment;

import java.util.Locale;
import shippy.consignment.Consignment.State;

/**
 * Where a consignment service is killed, what is stored on both sides then, and what must have
 * become of it once a service runs again.
 */
enum KillPoint {
  /** The intent is stored, nothing else is done. */
  AFTER_INTENT("PENDING -", State.CONFIRMED),
  /** The vessel service has been asked, its answer is not there. */
  RESERVE_SENT("PENDING RESERVED", State.CONFIRMED),
  /** The answer is there, nothing is done with it. */
  RESERVE_ANSWERED("PENDING RESERVED", State.CONFIRMED),
  /** The row is changed in a transaction that is still open. */
  BEFORE_CONFIRMED_COMMIT("PENDING RESERVED", State.CONFIRMED),
  /** The decision has lasted, nobody knows of it. */
  AFTER_CONFIRMED_COMMIT("CONFIRMED RESERVED", State.CONFIRMED),
  /** The vessel service knows of it, the client does not. */
  BEFORE_ANSWER("CONFIRMED CONFIRMED", State.CONFIRMED),
  /** The client knows of it, the vessel service does not. */
  BEFORE_CONFIRM("CONFIRMED RESERVED", State.CONFIRMED),
  /** No vessel takes it, which is stored; the vessel service has not been told. */
  ABORT_BETWEEN_CAS_AND_RELEASE("ABORTED -", State.ABORTED),
  /** The owner does not want it any more, which is stored; its capacity is still held. */
  CANCEL_BETWEEN_CAS_AND_RELEASE("CANCELLED CONFIRMED", State.CANCELLED);

  private final String standing;
  private final State outcome;

  KillPoint(String standing, State outcome) {
    this.standing = standing;
    this.outcome = outcome;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The states of row and reservation, as {@link KillPointStores#trace} tells them. */
  String standing() {
    return standing;
  }

  State outcome() {
    return outcome;
  }

  /** The states of row and reservation when all is done. */
  String settled() {
    return outcome + (outcome == State.CONFIRMED ? " CONFIRMED" : " RELEASED");
  }

  /** Whether a transaction has the row in its hands. */
  boolean locks() {
    return this == BEFORE_CONFIRMED_COMMIT;
  }

  /** Whether the client has its answer already. */
  boolean acknowledged() {
    return this == BEFORE_CONFIRM;
  }
}
