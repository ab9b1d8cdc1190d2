package shippy.console.output;

import java.util.ArrayList;
import java.util.List;

/** The lines in which two texts differ, as {@code diff -u} shows them. Stateless. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** Larger parts are shown as replaced: their table would not fit into memory. */
  private static final int MOST_CELLS = 4_000_000;

  private UnifiedDiff() {}

  /** None if the texts are equal. Secrets are masked. */
  public static List<String> of(String fromName, String from, String toName, String to) {
    if (from.equals(to)) {
      return List.of();
    }
    List<String> script = script(lines(from), lines(to));
    List<String> diff = new ArrayList<>(List.of("--- " + fromName, "+++ " + toName));
    long left = 1;
    long right = 1;
    for (int start = 0, end; start < script.size(); start = end) {
      boolean shown = isNearChange(script, start);
      end = start + 1;
      while (end < script.size() && isNearChange(script, end) == shown) {
        end++;
      }
      List<String> part = script.subList(start, end);
      long removed = part.stream().filter(line -> !line.startsWith("+")).count();
      long added = part.stream().filter(line -> !line.startsWith("-")).count();
      if (shown) {
        diff.add("@@ -%s +%s @@".formatted(range(left, removed), range(right, added)));
        part.forEach(line -> diff.addAll(SecretLines.mask(line).lines().toList()));
      }
      left += removed;
      right += added;
    }
    return diff;
  }

  private static boolean isNearChange(List<String> script, int index) {
    return script
        .subList(Math.max(0, index - CONTEXT), Math.min(script.size(), index + CONTEXT + 1))
        .stream()
        .anyMatch(line -> !line.startsWith(" "));
  }

  private static String range(long start, long count) {
    return count == 1 ? Long.toString(start) : (count == 0 ? start - 1 : start) + "," + count;
  }

  /** With a remark below the last one if it is not ended. */
  private static List<String> lines(String text) {
    List<String> lines = text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
    return lines.stream()
        .map(line -> line.endsWith("\n") ? line : line + "\n\\ No newline at end of file\n")
        .toList();
  }

  /** All lines, with a blank, a minus or a plus before each. */
  private static List<String> script(List<String> from, List<String> to) {
    int most = Math.min(from.size(), to.size());
    int head = 0;
    while (head < most && from.get(head).equals(to.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head && lastLine(from, tail).equals(lastLine(to, tail))) {
      tail++;
    }
    List<String> script = new ArrayList<>();
    from.subList(0, head).forEach(line -> script.add(" " + line));
    addChanges(from.subList(head, from.size() - tail), to.subList(head, to.size() - tail), script);
    from.subList(from.size() - tail, from.size()).forEach(line -> script.add(" " + line));
    return script;
  }

  private static String lastLine(List<String> lines, int before) {
    return lines.get(lines.size() - 1 - before);
  }

  private static void addChanges(List<String> from, List<String> to, List<String> script) {
    boolean tooLarge = (long) from.size() * to.size() > MOST_CELLS;
    int[][] common = tooLarge ? new int[0][] : common(from, to);
    int i = 0;
    int j = 0;
    while (i < from.size() || j < to.size()) {
      if (!tooLarge && i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
        script.add(" " + from.get(i++));
        j++;
      } else if (i < from.size()
          && (tooLarge || j == to.size() || common[i + 1][j] >= common[i][j + 1])) {
        script.add("-" + from.get(i++));
      } else {
        script.add("+" + to.get(j++));
      }
    }
  }

  /** How many lines the rests from here on have in common. */
  private static int[][] common(List<String> from, List<String> to) {
    int[][] common = new int[from.size() + 1][to.size() + 1];
    for (int i = from.size() - 1; i >= 0; i--) {
      for (int j = to.size() - 1; j >= 0; j--) {
        common[i][j] =
            from.get(i).equals(to.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
