package shippy.consignment;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The calls of the vessel service that this one needs. They return at once and never throw. A
 * future fails if the outcome is unknown; every call may be repeated with the same id. Safe for any
 * thread.
 */
interface Vessels {
  int MOST = 1_000;

  /** Reserves capacity for the consignment with this id. */
  CompletableFuture<Reply> reserve(String id, int weightKg, int containers);

  /**
   * Makes the reservations of these ids final but for those that are refused for good, which come
   * back with the reason. At most {@link #MOST} ids.
   */
  CompletableFuture<Map<String, Status>> confirm(List<String> ids);

  /** Releases the reservation of this id, for good: the id can never reserve again. */
  CompletableFuture<Void> release(String id);

  /** A certain answer to a reservation. */
  sealed interface Reply {}

  /** Capacity is reserved on this vessel. */
  record Taken(String vesselId) implements Reply {}

  /** The reservation was refused; the reason is fit for the client. */
  record Refused(String reason, Cause cause) implements Reply {}

  /** Why a reservation was refused. */
  enum Cause {
    /** Nothing fits now, or the id was released. */
    NO_ROOM,
    /** No vessel service of this name can reserve, such as that of the tutorial. */
    NOT_OFFERED,
    /** The id holds a different reservation, which is not ours to release. */
    ID_IN_USE
  }
}
