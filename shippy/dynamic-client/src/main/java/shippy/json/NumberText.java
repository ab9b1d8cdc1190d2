package shippy.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as JSON writes them. They are judged by their form before anything converts them: a
 * number of a million digits takes seconds, {@code 1e999999999} all memory. Stateless.
 */
final class NumberText {
  static final int MAX_LENGTH = 400;

  private static final Pattern FORM =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d{1,3})?");

  private NumberText() {}

  /** Whether it is a number whose conversion costs little. */
  static boolean is(String text) {
    return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
  }

  /** Its value, if it is whole: {@code 7}, {@code 7.0}, {@code 1E+3}. */
  static Optional<BigInteger> whole(String text) {
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    return value.scale() <= 0 ? Optional.of(value.toBigInteger()) : Optional.empty();
  }
}
