package shippy.console.output;

import java.time.Duration;
import java.util.Locale;

/** Numbers and times for people. Stateless. */
public final class NumberFormats {
  private NumberFormats() {}

  /** 9 214: groups of digits are easier to read. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  /** {@code 12 calls}, {@code 1 call}; {@code es} follows an {@code h}. */
  public static String count(long number, String noun) {
    String ending = number == 1 ? "" : noun.endsWith("h") ? "es" : "s";
    return count(number) + " " + noun + ending;
  }

  /** Minutes and seconds: {@code 0:42}. */
  public static String clock(Duration time) {
    return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }

  /** {@code 48 ms}. */
  public static String millis(Duration time) {
    return count(time.toMillis()) + " ms";
  }

  /** {@code 2.1 s}. */
  public static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
