package shippy.telemetry;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A trace context, as in the W3C header {@code traceparent}. Immutable.
 *
 * @param high the first half of the trace's id
 * @param low the second half
 * @param span the span's id; 0 for a trace that has none yet
 * @param recorded whether the span is recorded
 */
public record TraceContext(long high, long low, long span, boolean recorded) {
  private static final HexFormat HEX = HexFormat.of();
  private static final int LENGTH = 55;

  /** Reads a header. Empty for a header that W3C's format forbids, which is to be ignored. */
  public static Optional<TraceContext> parse(@Nullable String header) {
    if (header == null || !isWellFormed(header)) {
      return Optional.empty();
    }
    TraceContext found =
        new TraceContext(
            HexFormat.fromHexDigitsToLong(header, 3, 19),
            HexFormat.fromHexDigitsToLong(header, 19, 35),
            HexFormat.fromHexDigitsToLong(header, 36, 52),
            (HexFormat.fromHexDigit(header.charAt(54)) & 1) != 0);
    boolean named = (found.high | found.low) != 0 && found.span != 0;
    return named ? Optional.of(found) : Optional.empty();
  }

  /** A new trace, without a span. */
  static TraceContext begin(RandomGenerator random) {
    return new TraceContext(random.nextLong(), nonZero(random), 0, true);
  }

  /** A context for calls that are not recorded. */
  static TraceContext unrecorded(RandomGenerator random) {
    return new TraceContext(random.nextLong(), nonZero(random), nonZero(random), false);
  }

  /** A new span of the same trace; this context itself if it is not recorded. */
  TraceContext next(RandomGenerator random) {
    return recorded ? new TraceContext(high, low, nonZero(random), true) : this;
  }

  /** The trace's id: 32 hexadecimal digits. */
  public String trace() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }

  /** The header; the flag says whether this process records the span. */
  public String traceparent() {
    return "00-" + trace() + "-" + HEX.toHexDigits(span) + (recorded ? "-01" : "-00");
  }

  /** Later versions may append to the format of version 00; ff is not a version. */
  private static boolean isWellFormed(String header) {
    boolean first = header.startsWith("00-");
    if (header.length() < LENGTH || (first && header.length() > LENGTH)) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      boolean dash = i == 2 || i == 35 || i == 52;
      if (dash ? header.charAt(i) != '-' : !isHex(header.charAt(i))) {
        return false;
      }
    }
    return !header.startsWith("ff") && (header.length() == LENGTH || header.charAt(LENGTH) == '-');
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static long nonZero(RandomGenerator random) {
    long id = random.nextLong();
    return id == 0 ? 1 : id;
  }
}
