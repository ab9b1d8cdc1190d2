package shippy.consignment;

import java.util.concurrent.CompletableFuture;

/**
 * The vessel service, as this one needs it. Calls return at once and never throw; a future fails if
 * the outcome is unknown, and every call may be repeated with the same id. Safe for any thread.
 */
interface Vessels {
  /** Takes capacity for the consignment with this id. */
  CompletableFuture<Reply> reserve(String id, int weightKg, int containers);

  /** Makes what the id holds final. */
  CompletableFuture<Void> confirm(String id);

  /** Gives back what the id holds, and makes sure that it never holds anything again. */
  CompletableFuture<Void> release(String id);

  /** A certain answer to a reservation. */
  sealed interface Reply {}

  /** Capacity is taken on this vessel. */
  record Taken(String vesselId) implements Reply {}

  /** The reservation was refused; the reason is fit for the client. */
  record Refused(String reason, Cause cause) implements Reply {}

  /** Why a reservation was refused. */
  enum Cause {
    /** Nothing fits now, or the id was released. */
    NO_ROOM,
    /** The id holds something else, which is not ours to release. */
    ID_IN_USE
  }
}
