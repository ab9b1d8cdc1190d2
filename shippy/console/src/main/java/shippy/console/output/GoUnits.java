package shippy.console.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Amounts in the notation of {@code micro} and Go. Stateless. */
public final class GoUnits {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT);

  private GoUnits() {}

  /** {@code Nov 21 23:15:04}, in local time. */
  public static String time(long epochSecond) {
    return TIME.format(Instant.ofEpochSecond(epochSecond).atZone(ZoneId.systemDefault()));
  }

  /** {@code 3h2m1s}, {@code 2m1s}, {@code 1s}. */
  public static String seconds(long seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    String hours = seconds < 3_600 ? "" : duration.toHours() + "h";
    String minutes = seconds < 60 ? "" : duration.toMinutesPart() + "m";
    return hours + minutes + duration.toSecondsPart() + "s";
  }

  /** {@code 600µs}, {@code 1.9ms}, {@code 2.5s}. */
  public static String micros(long micros) {
    if (micros < 1_000) {
      return micros + "µs";
    }
    return micros < 1_000_000
        ? String.format(Locale.ROOT, "%.1fms", micros / 1e3)
        : String.format(Locale.ROOT, "%.1fs", micros / 1e6);
  }

  /** {@code 46.14mb}. */
  public static String bytes(long bytes) {
    return String.format(Locale.ROOT, "%.2fmb", bytes / 1e6);
  }

  /** {@code 12.3}. */
  public static String rate(double perSecond) {
    return String.format(Locale.ROOT, "%.1f", perSecond);
  }
}
