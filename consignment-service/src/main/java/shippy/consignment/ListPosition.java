package shippy.consignment;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import shippy.service.Statuses;

/** A position in the list of consignments, which is ordered by time of creation, then id. */
record ListPosition(Instant createdAt, String id) implements Comparable<ListPosition> {
  private static final Comparator<ListPosition> ORDER =
      Comparator.comparing(ListPosition::createdAt).thenComparing(ListPosition::id);

  ListPosition {
    requireNonNull(createdAt, "createdAt");
    requireNonNull(id, "id");
  }

  @Override
  public int compareTo(ListPosition other) {
    return ORDER.compare(this, other);
  }

  /** The key for a page token. */
  String key() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, createdAt) + " " + id;
  }

  /**
   * The position of a {@link #key}.
   *
   * @throws IllegalArgumentException or a gRPC status if it is none
   */
  static ListPosition parse(String key) {
    int space = Math.max(0, key.indexOf(' '));
    long micros = Long.parseLong(key.substring(0, space));
    String id = Statuses.id("id", key.substring(space + 1));
    return new ListPosition(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), id);
  }
}
