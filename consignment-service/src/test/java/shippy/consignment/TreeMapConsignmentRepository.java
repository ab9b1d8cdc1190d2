package shippy.consignment;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import shippy.consignment.Consignment.State;

/** The plainest repository: a model for the others. */
final class TreeMapConsignmentRepository implements ConsignmentRepository {
  private final Map<String, Row> rows = new HashMap<>();
  private final NavigableMap<ListPosition, Row> ordered = new TreeMap<>();
  private final NavigableSet<Claim> unsettled = new TreeSet<>();

  private record Row(Consignment consignment, boolean settled, Instant claimedUntil) {
    Claim claim() {
      return new Claim(claimedUntil, consignment.id());
    }
  }

  private record Claim(Instant until, String id) implements Comparable<Claim> {
    private static final Comparator<Claim> ORDER =
        Comparator.comparing(Claim::until).thenComparing(Claim::id);

    @Override
    public int compareTo(Claim other) {
      return ORDER.compare(this, other);
    }
  }

  @Override
  public CompletableFuture<Consignment> insert(Consignment intent, Instant claimedUntil) {
    return CompletableFuture.completedFuture(inserted(intent, claimedUntil));
  }

  private synchronized Consignment inserted(Consignment intent, Instant claimedUntil) {
    Row stored = rows.get(intent.id());
    return stored == null ? put(intent, false, claimedUntil) : stored.consignment();
  }

  @Override
  public CompletableFuture<Consignment> confirm(Consignment pending, String vesselId) {
    return decide(pending.id(), EnumSet.of(State.PENDING), row -> row.confirmed(vesselId))
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> CompletableFuture.failedFuture(unknown(pending.id())));
  }

  @Override
  public CompletableFuture<Consignment> abort(Consignment pending, String reason) {
    return decide(pending.id(), EnumSet.of(State.PENDING), row -> row.aborted(reason))
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> CompletableFuture.failedFuture(unknown(pending.id())));
  }

  @Override
  public CompletableFuture<Optional<Consignment>> cancel(String id) {
    return CompletableFuture.completedFuture(
        decide(id, EnumSet.of(State.PENDING, State.CONFIRMED), Consignment::cancelled));
  }

  @Override
  public synchronized CompletableFuture<Void> settle(Collection<String> ids, State state) {
    for (String id : ids) {
      Row row = rows.get(id);
      if (row != null && row.consignment().state() == state) {
        put(row.consignment(), true, row.claimedUntil());
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized List<Consignment> claim(Instant now, Instant until, int limit) {
    List<Claim> due =
        unsettled.stream().takeWhile(claim -> !claim.until().isAfter(now)).limit(limit).toList();
    return due.stream().map(claim -> claimed(claim, until)).toList();
  }

  @Override
  public synchronized Optional<Consignment> find(String id) {
    return Optional.ofNullable(rows.get(id)).map(Row::consignment);
  }

  @Override
  public synchronized List<Consignment> page(
      Set<State> states, Optional<ListPosition> after, int limit) {
    NavigableMap<ListPosition, Row> rest =
        after.map(position -> ordered.tailMap(position, false)).orElse(ordered);
    return rest.values().stream()
        .map(Row::consignment)
        .filter(consignment -> states.contains(consignment.state()))
        .limit(limit)
        .toList();
  }

  private Consignment claimed(Claim claim, Instant until) {
    Row row = rows.get(claim.id());
    if (row == null) {
      throw unknown(claim.id());
    }
    return put(row.consignment(), false, until);
  }

  private static IllegalStateException unknown(String id) {
    return new IllegalStateException("consignment: %s (expected: one inserted)".formatted(id));
  }

  /** What is stored then; empty for an unknown id. */
  private synchronized Optional<Consignment> decide(
      String id, Set<State> from, UnaryOperator<Consignment> decision) {
    Row row = rows.get(id);
    if (row == null) {
      return Optional.empty();
    }
    Consignment stored = row.consignment();
    return Optional.of(
        from.contains(stored.state())
            ? put(decision.apply(stored), false, row.claimedUntil())
            : stored);
  }

  private Consignment put(Consignment consignment, boolean settled, Instant claimedUntil) {
    Row row = new Row(consignment, settled, claimedUntil);
    Row before = rows.put(consignment.id(), row);
    ordered.put(consignment.position(), row);
    if (before != null) {
      unsettled.remove(before.claim());
    }
    if (!settled) {
      unsettled.add(row.claim());
    }
    return consignment;
  }
}
