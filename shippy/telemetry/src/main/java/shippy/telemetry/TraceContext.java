package shippy.telemetry;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A trace context, as in the W3C headers {@code traceparent} and {@code tracestate}. Immutable.
 *
 * @param high the first half of the trace's id
 * @param low the second half
 * @param span the span's id; 0 for a trace that has none yet
 * @param recorded whether the span is recorded
 * @param state what other systems keep in {@code tracestate}, passed on as it came; may be empty
 */
public record TraceContext(long high, long low, long span, boolean recorded, String state) {
  private static final HexFormat HEX = HexFormat.of();
  private static final int LENGTH = 55;

  /** A longer {@code tracestate} need not be passed on, says W3C. */
  private static final int LONGEST_STATE = 512;

  /** A context without {@code tracestate}. */
  public TraceContext(long high, long low, long span, boolean recorded) {
    this(high, low, span, recorded, "");
  }

  /**
   * The context of a request: {@code traceparent} with {@code tracestate}, else B3. Empty if it has
   * none that is well-formed.
   *
   * @param header the value of a header by its name in lower case
   */
  public static Optional<TraceContext> read(Function<String, Optional<String>> header) {
    return header
        .apply("traceparent")
        .map(text -> parse(text).map(at -> at.withState(header.apply("tracestate").orElse(""))))
        .orElseGet(() -> ForeignTraceHeaders.b3(header));
  }

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
    return recorded ? new TraceContext(high, low, nonZero(random), true, state) : this;
  }

  /** This context with that {@code tracestate}, unless it is too long to be passed on. */
  TraceContext withState(String text) {
    boolean printable = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    return text.isEmpty() || text.length() > LONGEST_STATE || !printable
        ? this
        : new TraceContext(high, low, span, recorded, text);
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
