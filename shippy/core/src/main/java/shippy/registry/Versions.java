package shippy.registry;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares versions of services by their parts. Stateless. */
public final class Versions {
  /** The possessive {@code *+} keeps the match from recursing for each part. */
  private static final Pattern NUMBERED =
      Pattern.compile("v?(?<numbers>\\d+(\\.\\d+)*+)(-(?<preview>[0-9A-Za-z.-]+))?(\\+.*)?");

  /**
   * Older ones first, as semver.org has it: 1.9.0, 1.10.0-rc.2, 1.10.0-rc.10, 1.10.0. A leading
   * {@code v} and missing parts do not count. A word such as {@code latest}, the default, is older
   * than any number. Versions that are equal by these rules are ordered as text.
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
    int numbers = compareNumbers(left.group("numbers"), right.group("numbers"));
    return numbers != 0 ? numbers : comparePreviews(left.group("preview"), right.group("preview"));
  }

  private static int compareNumbers(String a, String b) {
    String[] left = a.split("\\.", -1);
    String[] right = b.split("\\.", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int result =
          compareNumber(i < left.length ? left[i] : "0", i < right.length ? right[i] : "0");
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  /** A preview comes before its version. */
  private static int comparePreviews(@Nullable String a, @Nullable String b) {
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    String[] left = a.split("\\.", -1);
    String[] right = b.split("\\.", -1);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int result = compareIdentifier(left[i], right[i]);
      if (result != 0) {
        return result;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int compareIdentifier(String a, String b) {
    boolean left = isNumber(a);
    boolean right = isNumber(b);
    if (left && right) {
      return compareNumber(a, b);
    }
    return left == right ? a.compareTo(b) : Boolean.compare(right, left);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Numbers may have any length. */
  private static int compareNumber(String a, String b) {
    String left = a.replaceFirst("^0+", "");
    String right = b.replaceFirst("^0+", "");
    int byLength = Integer.compare(left.length(), right.length());
    return byLength != 0 ? byLength : left.compareTo(right);
  }
}
