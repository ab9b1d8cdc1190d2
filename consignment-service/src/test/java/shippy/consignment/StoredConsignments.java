package shippy.consignment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import shippy.consignment.Consignment.State;

/** A repository for a test, which waits for each write and knows consignments by their ids. */
record StoredConsignments(ConsignmentRepository real) {
  Consignment insert(Consignment intent, Instant claimedUntil) {
    return get(real.insert(intent, claimedUntil));
  }

  Consignment confirm(String id, String vesselId) {
    return get(real.confirm(pending(id), vesselId));
  }

  Consignment abort(String id, String reason) {
    return get(real.abort(pending(id), reason));
  }

  Optional<Consignment> cancel(String id) {
    return get(real.cancel(id));
  }

  void settle(String id, State state) {
    var unused = get(real.settle(List.of(id), state).thenApply(done -> id));
  }

  List<Consignment> claim(Instant now, Instant until, int limit) {
    return real.claim(now, until, limit);
  }

  Optional<Consignment> find(String id) {
    return real.find(id);
  }

  List<Consignment> page(Set<State> states, Optional<ListPosition> after, int limit) {
    return real.page(states, after, limit);
  }

  /** As it was inserted, or would have been. */
  private Consignment pending(String id) {
    return find(id)
        .map(row -> Consignment.pending(id, row.content(), row.createdAt()))
        .orElseGet(() -> ConsignmentClaimContract.intent(id, Instant.EPOCH));
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
