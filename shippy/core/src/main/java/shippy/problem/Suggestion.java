package shippy.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what the user meant. Stateless. */
public final class Suggestion {
  /** Longer text is not a typing error, and the distance costs the product of both lengths. */
  private static final int LONGEST = 100;

  /** A word further away may be meant as it is. */
  private static final int MOST_SLIPS = 2;

  private Suggestion() {}

  /**
   * The candidate nearest to what was typed, if one is near: at most a third of the typed
   * characters differ. Distance is Damerau-Levenshtein (optimal string alignment: insert, delete,
   * replace, swap neighbours), ignoring case; the first of equals in alphabetical order wins. None
   * for text of more than 100 characters.
   */
  public static Optional<String> nearest(String typed, Collection<String> candidates) {
    if (typed.length() > LONGEST) {
      return Optional.empty();
    }
    int limit = Math.max(1, typed.length() / 3);
    return candidates.stream()
        .sorted()
        .min(Comparator.comparingInt(c -> ignoringCase(typed, c)))
        .filter(c -> ignoringCase(typed, c) <= limit);
  }

  private static int ignoringCase(String a, String b) {
    return distance(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
  }

  /** The nearest candidate, if it differs in at most two characters. */
  public static Optional<String> slip(String typed, Collection<String> candidates) {
    return nearest(typed, candidates).filter(near -> ignoringCase(typed, near) <= MOST_SLIPS);
  }

  /** The problem, with the nearest candidate as its likely cause. */
  public static Problem add(Problem problem, String typed, Collection<String> candidates) {
    return add(problem, nearest(typed, candidates));
  }

  /** The same for a candidate that the caller has found. */
  public static Problem add(Problem problem, Optional<String> near) {
    return near.map(n -> problem.withLikely("a slip of the keyboard: did you mean \"" + n + "\"?"))
        .orElse(problem);
  }

  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
