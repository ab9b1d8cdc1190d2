package shippy.registry;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares versions of services by their parts. Stateless. */
public final class Versions {
  private static final Pattern NUMBERED =
      Pattern.compile(
          "v?(?<numbers>\\d+(\\.\\d+)*?)(\\.0+)*(-(?<preview>[0-9A-Za-z.-]+))?(\\+.*)?");

  /**
   * Older ones first, as semver.org has it: 1.9.0, 1.10.0-rc.2, 1.10.0-rc.10, 1.10.0. A {@code v}
   * in front and missing parts count for nothing. A word such as {@code latest}, which all have
   * that set none, is older than any number. Versions that are equal in that are in the order of
   * their letters.
   */
  public static final Comparator<String> ORDER =
      ((Comparator<String>) Versions::compareParts).thenComparing(Comparator.naturalOrder());

  private Versions() {}

  private static int compareParts(String a, String b) {
    Matcher left = NUMBERED.matcher(a);
    Matcher right = NUMBERED.matcher(b);
    if (!left.matches() || !right.matches()) {
      return Boolean.compare(left.matches(), right.matches());
    }
    int numbers = Arrays.compare(numbers(left), numbers(right));
    return numbers != 0 ? numbers : comparePreviews(left.group("preview"), right.group("preview"));
  }

  private static BigInteger[] numbers(Matcher version) {
    String[] parts = version.group("numbers").split("\\.", -1);
    return Stream.of(parts).map(BigInteger::new).toArray(BigInteger[]::new);
  }

  /** A preview comes before its version. */
  private static int comparePreviews(@Nullable String a, @Nullable String b) {
    return a == null || b == null
        ? Boolean.compare(a == null, b == null)
        : Arrays.compare(a.split("\\.", -1), b.split("\\.", -1), Versions::compareIdentifiers);
  }

  /** Numbers come before words. */
  private static int compareIdentifiers(String a, String b) {
    boolean left = a.matches("\\d+");
    boolean right = b.matches("\\d+");
    if (left && right) {
      return new BigInteger(a).compareTo(new BigInteger(b));
    }
    return left == right ? a.compareTo(b) : Boolean.compare(right, left);
  }
}
