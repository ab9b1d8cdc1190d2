package shippy.consignment;

import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import shippy.service.Statuses;

/** A place in the list of consignments, which is ordered by time of creation, then id. */
record Position(Instant createdAt, String id) implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::createdAt).thenComparing(Position::id);

  Position {
    requireNonNull(createdAt, "createdAt");
    requireNonNull(id, "id");
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /** This place as a page token, to be read by {@link #parse} only. */
  String token() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((micros + " " + id).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The place a token stands for.
   *
   * @throws io.grpc.StatusRuntimeException {@code INVALID_ARGUMENT} if it is none of ours
   */
  static Position parse(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      int space = Math.max(0, text.indexOf(' '));
      long micros = Long.parseLong(text.substring(0, space));
      String id = Statuses.id("id", text.substring(space + 1));
      return new Position(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), id);
    } catch (IllegalArgumentException | StatusRuntimeException e) {
      throw refusal(token);
    }
  }

  private static RuntimeException refusal(String token) {
    return Statuses.invalid(
        "page_token", Statuses.quote(token), "next_page_token of the page before");
  }
}
