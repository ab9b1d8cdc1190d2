package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import shippy.consignment.Consignment.State;
import shippy.problem.BackendException;
import shippy.store.memory.MemoryLimit;
import shippy.store.memory.PackedRows;
import shippy.store.memory.SortedRows;

/**
 * Keeps everything in memory, packed, and refuses new consignments when that is used up. One lock
 * is the transaction.
 */
final class InMemoryConsignmentRepository implements ConsignmentRepository {
  private static final Set<State> CANCELLABLE = EnumSet.of(State.PENDING, State.CONFIRMED);

  private final PackedRows packed;
  private final ConsignmentRows rows;
  private final Map<State, SortedRows> ordered = new EnumMap<>(State.class);
  private final SortedRows unsettled;

  InMemoryConsignmentRepository() {
    this(MemoryLimit.ofHeap("consignments"));
  }

  InMemoryConsignmentRepository(MemoryLimit limit) {
    this.packed = new PackedRows(limit);
    this.rows = new ConsignmentRows(packed);
    this.unsettled = packed.sorted(rows::compareClaims);
    for (State state : State.values()) {
      ordered.put(state, packed.sorted(rows::comparePositions));
    }
  }

  @Override
  public CompletableFuture<Consignment> insert(Consignment intent, Instant claimedUntil) {
    try {
      return completedFuture(inserted(intent, claimedUntil));
    } catch (BackendException e) {
      return failedFuture(e);
    }
  }

  private synchronized Consignment inserted(Consignment intent, Instant claimedUntil) {
    int stored = packed.find(intent.id());
    if (stored != PackedRows.NONE) {
      return rows.get(stored);
    }
    int row = rows.add(intent, claimedUntil);
    in(State.PENDING).add(row);
    unsettled.add(row);
    return intent;
  }

  @Override
  public CompletableFuture<Consignment> confirm(Consignment pending, String vesselId) {
    return decide(pending.confirmed(vesselId));
  }

  @Override
  public CompletableFuture<Consignment> abort(Consignment pending, String reason) {
    return decide(pending.aborted(reason));
  }

  private synchronized CompletableFuture<Consignment> decide(Consignment decided) {
    int row = packed.find(decided.id());
    if (row == PackedRows.NONE) {
      return failedFuture(
          new IllegalStateException(
              "consignment: %s (expected: one inserted)".formatted(decided.id())));
    }
    if (rows.state(row) != State.PENDING) {
      return completedFuture(rows.get(row));
    }
    rows.setOutcome(row, decided);
    move(row, decided.state());
    return completedFuture(decided);
  }

  @Override
  public synchronized CompletableFuture<Optional<Consignment>> cancel(String id) {
    int row = packed.find(id);
    if (row != PackedRows.NONE && CANCELLABLE.contains(rows.state(row))) {
      move(row, State.CANCELLED);
    }
    return completedFuture(found(row));
  }

  @Override
  public synchronized CompletableFuture<Void> settle(Collection<String> ids, State state) {
    for (String id : ids) {
      int row = packed.find(id);
      if (row != PackedRows.NONE && rows.state(row) == state && !rows.isSettled(row)) {
        unsettled.remove(row);
        rows.setSettled(row, true);
      }
    }
    return completedFuture(null);
  }

  @Override
  public synchronized List<Consignment> claim(Instant now, Instant until, int limit) {
    int[] due =
        IntStream.of(unsettled.from(row -> true, limit))
            .filter(row -> rows.isDue(row, now))
            .toArray();
    for (int row : due) {
      unsettled.remove(row);
      rows.setClaimedUntil(row, until);
      unsettled.add(row);
    }
    return IntStream.of(due).mapToObj(rows::get).toList();
  }

  @Override
  public synchronized Optional<Consignment> find(String id) {
    return found(packed.find(id));
  }

  @Override
  public synchronized List<Consignment> page(
      Set<State> states, Optional<ListPosition> after, int limit) {
    IntPredicate wanted =
        after.<IntPredicate>map(place -> row -> rows.isAfter(row, place)).orElse(row -> true);
    return states.stream()
        .flatMapToInt(state -> IntStream.of(in(state).from(wanted, limit)))
        .boxed()
        .sorted(rows::comparePositions)
        .limit(limit)
        .map(rows::get)
        .toList();
  }

  private SortedRows in(State state) {
    return requireNonNull(ordered.get(state), "state");
  }

  private Optional<Consignment> found(int row) {
    return row == PackedRows.NONE ? Optional.empty() : Optional.of(rows.get(row));
  }

  private void move(int row, State to) {
    in(rows.state(row)).remove(row);
    rows.setState(row, to);
    in(to).add(row);
    if (rows.isSettled(row)) {
      rows.setSettled(row, false);
      unsettled.add(row);
    }
  }
}
