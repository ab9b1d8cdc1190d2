package shippy.demo;

import java.time.Duration;
import java.util.Locale;

/** Numbers as the demo writes them. Stateless. */
final class NumberFormats {
  private NumberFormats() {}

  /** 9 214: groups of digits are easier to read. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  /** {@code 12 calls}, {@code 1 call}. */
  static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Minutes and seconds: {@code 0:42}. */
  static String clock(Duration time) {
    return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }

  /** {@code 48 ms}. */
  static String millis(Duration time) {
    return count(time.toMillis()) + " ms";
  }

  /** {@code 2.1 s}. */
  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
