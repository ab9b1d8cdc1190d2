package shippy.consignment;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import shippy.consignment.Consignment.State;

/** Another repository, behind one door through which every call goes. */
class ForwardingRepository implements ConsignmentRepository {
  private final ConsignmentRepository real;

  ForwardingRepository(ConsignmentRepository real) {
    this.real = real;
  }

  /** What a call does; here nothing more than it should. */
  <T> T pass(Supplier<T> call) {
    return call.get();
  }

  /** What a call does whose answer comes later; it never throws. */
  <T> CompletableFuture<T> passLater(Supplier<CompletableFuture<T>> call) {
    try {
      return pass(call);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Consignment> insert(Consignment intent, Instant claimedUntil) {
    return passLater(() -> real.insert(intent, claimedUntil));
  }

  @Override
  public CompletableFuture<Consignment> confirm(Consignment pending, String vesselId) {
    return passLater(() -> real.confirm(pending, vesselId));
  }

  @Override
  public CompletableFuture<Consignment> abort(Consignment pending, String reason) {
    return passLater(() -> real.abort(pending, reason));
  }

  @Override
  public CompletableFuture<Optional<Consignment>> cancel(String id) {
    return passLater(() -> real.cancel(id));
  }

  @Override
  public CompletableFuture<Void> settle(Collection<String> ids, State state) {
    return passLater(() -> real.settle(ids, state));
  }

  @Override
  public List<Consignment> claim(Instant now, Instant until, int limit) {
    return pass(() -> real.claim(now, until, limit));
  }

  @Override
  public Optional<Consignment> find(String id) {
    return pass(() -> real.find(id));
  }

  @Override
  public List<Consignment> page(Set<State> states, Optional<ListPosition> after, int limit) {
    return pass(() -> real.page(states, after, limit));
  }
}
