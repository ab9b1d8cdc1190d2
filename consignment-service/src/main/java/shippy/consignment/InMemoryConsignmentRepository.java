package shippy.consignment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import shippy.consignment.Consignment.State;

/** Keeps everything in this process, for as long as it lives. One lock is the transaction. */
final class InMemoryConsignmentRepository implements ConsignmentRepository {
  private final Map<String, Consignment> all = new HashMap<>();
  private final NavigableMap<Position, Consignment> confirmed = new TreeMap<>();

  @Override
  public synchronized Consignment insert(Consignment intent) {
    Consignment stored = all.putIfAbsent(intent.id(), intent);
    return stored == null ? intent : stored;
  }

  @Override
  public synchronized Consignment confirm(String id, String vesselId) {
    Consignment now = decide(id, pending -> pending.confirmed(vesselId));
    if (now.state() == State.CONFIRMED) {
      confirmed.put(now.position(), now);
    }
    return now;
  }

  @Override
  public synchronized Consignment abort(String id, String reason) {
    return decide(id, pending -> pending.aborted(reason));
  }

  @Override
  public synchronized Optional<Consignment> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  @Override
  public synchronized List<Consignment> page(Optional<Position> after, int limit) {
    NavigableMap<Position, Consignment> rest =
        after.map(position -> confirmed.tailMap(position, false)).orElse(confirmed);
    return rest.values().stream().limit(limit).toList();
  }

  private Consignment decide(String id, UnaryOperator<Consignment> decision) {
    Consignment stored = all.get(id);
    if (stored == null) {
      throw new IllegalStateException("consignment: %s (expected: one inserted)".formatted(id));
    }
    if (stored.state() != State.PENDING) {
      return stored;
    }
    Consignment decided = decision.apply(stored);
    all.put(id, decided);
    return decided;
  }
}
