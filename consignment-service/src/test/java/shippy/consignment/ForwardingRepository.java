package shippy.consignment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  @Override
  public Consignment insert(Consignment intent, Instant claimedUntil) {
    return pass(() -> real.insert(intent, claimedUntil));
  }

  @Override
  public Consignment confirm(String id, String vesselId) {
    return pass(() -> real.confirm(id, vesselId));
  }

  @Override
  public Consignment abort(String id, String reason) {
    return pass(() -> real.abort(id, reason));
  }

  @Override
  public Optional<Consignment> cancel(String id) {
    return pass(() -> real.cancel(id));
  }

  @Override
  public void settle(String id, State state) {
    pass(
        () -> {
          real.settle(id, state);
          return state;
        });
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
