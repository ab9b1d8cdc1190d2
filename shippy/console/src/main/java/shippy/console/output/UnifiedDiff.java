package shippy.console.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The lines in which two texts differ, as {@code diff -u} shows them. Stateless. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** Larger parts are shown as replaced: their table would not fit into memory. */
  private static final int MOST_CELLS = 4_000_000;

  /** What is shown of a line may depend on the lines above. */
  private record Line(String text, String shown) {}

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
        part.forEach(line -> diff.addAll(line.lines().toList()));
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
  private static List<Line> lines(String text) {
    List<String> lines = text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
    List<String> shown = List.of(SecretLines.mask(text).split("(?<=\n)"));
    return IntStream.range(0, lines.size())
        .mapToObj(
            i ->
                new Line(
                    lines.get(i),
                    lines.get(i).endsWith("\n")
                        ? shown.get(i)
                        : shown.get(i) + "\n\\ No newline at end of file\n"))
        .toList();
  }

  /** All lines, with a blank, a minus or a plus before each. */
  private static List<String> script(List<Line> from, List<Line> to) {
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
    from.subList(0, head).forEach(line -> script.add(" " + line.shown()));
    addChanges(from.subList(head, from.size() - tail), to.subList(head, to.size() - tail), script);
    from.subList(from.size() - tail, from.size()).forEach(line -> script.add(" " + line.shown()));
    return script;
  }

  private static Line lastLine(List<Line> lines, int before) {
    return lines.get(lines.size() - 1 - before);
  }

  private static void addChanges(List<Line> from, List<Line> to, List<String> script) {
    boolean tooLarge = (long) from.size() * to.size() > MOST_CELLS;
    int[][] common = tooLarge ? new int[0][] : common(from, to);
    int i = 0;
    int j = 0;
    while (i < from.size() || j < to.size()) {
      if (!tooLarge && i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
        script.add(" " + from.get(i++).shown());
        j++;
      } else if (i < from.size()
          && (tooLarge || j == to.size() || common[i + 1][j] >= common[i][j + 1])) {
        script.add("-" + from.get(i++).shown());
      } else {
        script.add("+" + to.get(j++).shown());
      }
    }
  }

  /** How many lines the rests from here on have in common. */
  private static int[][] common(List<Line> from, List<Line> to) {
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
