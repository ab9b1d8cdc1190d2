package shippy.scaffold;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lays Java out as google-java-format does, where that depends on the length of names: the order of
 * imports, and lines that are too long. Leaves out imports that nothing uses. Stateless.
 */
final class JavaLayout {
  private static final int WIDTH = 100;
  private static final Pattern CLAUSE = Pattern.compile("\\S(?= (throws|extends) [^()]+ \\{$)");
  private static final Pattern NOT_CODE =
      Pattern.compile("\"(\\\\.|[^\"\\\\])*\"|^\\s*(//|/?\\*).*");

  private static final Pattern CALL_OF_VARIABLE =
      Pattern.compile("^ *(return )?[a-z]\\w{4,}(?=\\.\\w+\\()");

  private JavaLayout() {}

  static String of(String source) {
    List<String> lines = source.lines().toList();
    List<String> code = lines.stream().filter(line -> !line.startsWith("import ")).toList();
    String body = code.stream().map(l -> NOT_CODE.matcher(l).replaceAll("")).collect(joining("\n"));
    List<String> imports =
        lines.stream().filter(line -> line.startsWith("import ") && uses(body, line)).toList();
    List<String> result = new ArrayList<>(List.of(code.get(0)));
    boolean isFixed = imports.isEmpty() || code.get(0).startsWith("/**");
    if (!isFixed) {
      add(result, imports.stream().filter(line -> line.startsWith("import static ")));
      add(result, imports.stream().filter(line -> !line.startsWith("import static ")));
    }
    for (int i = 1; i < code.size(); i++) {
      if (!code.get(i).isEmpty() || !code.get(i - 1).isEmpty()) { // imports left their blank lines
        wrap(code.get(i), result);
      }
    }
    if (isFixed) {
      imports.forEach(result::add);
    }
    return String.join("\n", result) + "\n";
  }

  private static void add(List<String> result, Stream<String> imports) {
    List<String> sorted = imports.map(line -> line.replace(";", "")).sorted().distinct().toList();
    if (!sorted.isEmpty()) {
      result.add("");
      sorted.forEach(line -> result.add(line + ";"));
    }
  }

  private static boolean uses(String body, String line) {
    String name = line.substring(line.lastIndexOf('.') + 1, line.length() - 1);
    return Pattern.compile("\\b" + name + "\\b").matcher(body).find();
  }

  private static void wrap(String line, List<String> result) {
    int indent = line.length() - line.stripLeading().length();
    int assignment = line.indexOf(" = ");
    Matcher clause = CLAUSE.matcher(line);
    boolean hasClause = clause.find() && clause.end() <= WIDTH;
    boolean hasBreak = open(line) >= 0 || assignment > 0 || hasClause;
    if (line.length() <= WIDTH || line.stripLeading().startsWith("\"") || !hasBreak) {
      result.add(line);
      return;
    }
    if (hasClause) {
      result.add(line.substring(0, clause.end()));
      result.add(" ".repeat(indent + 4) + line.substring(clause.end() + 1));
    } else if (assignment > 0 && line.lastIndexOf('(', assignment) < 0) {
      result.add(line.substring(0, assignment + 2));
      wrap(" ".repeat(indent + 4) + line.substring(assignment + 3), result);
    } else {
      wrapInside(line, indent, result);
    }
  }

  /** Breaks a choice, else a chain of calls before each, else the arguments of the first call. */
  private static void wrapInside(String line, int indent, List<String> result) {
    int yes = topLevel(line, " ? ");
    int no = topLevel(line, " : ");
    if (yes > 0 && no > yes) {
      result.add(line.substring(0, yes));
      wrap(" ".repeat(indent + 4) + line.substring(yes + 1, no), result);
      wrap(" ".repeat(indent + 4) + line.substring(no + 1), result);
      return;
    }
    List<Integer> calls = chain(line);
    if (!calls.isEmpty()) {
      result.add(line.substring(0, calls.get(0)));
      for (int i = 0; i < calls.size(); i++) {
        int end = i + 1 < calls.size() ? calls.get(i + 1) : line.length();
        wrap(" ".repeat(indent + 4) + line.substring(calls.get(i), end), result);
      }
      return;
    }
    int open = open(line);
    int close = close(line, open);
    result.add(line.substring(0, open + 1));
    String inside = line.substring(open + 1, close);
    String rest = line.substring(close);
    String oneLine = " ".repeat(indent + 4) + inside + rest;
    List<String> items = items(inside);
    if (oneLine.length() <= WIDTH || items.size() == 1) {
      wrap(oneLine, result);
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      boolean last = i + 1 == items.size();
      wrap(" ".repeat(indent + 4) + items.get(i) + (last ? rest : ","), result);
    }
  }

  /**
   * The dots of the calls that follow the first, which is {@code X.newBuilder()} or {@code
   * assertThat(...)}; that of the first too if it is of a variable whose name is longer than an
   * indent.
   */
  private static List<Integer> chain(String line) {
    List<Integer> dots = new ArrayList<>();
    Matcher variable = CALL_OF_VARIABLE.matcher(line);
    int end = close(line, open(line)) + 1;
    while (end < line.length() && line.charAt(end) == '.' && line.indexOf('(', end) > 0) {
      dots.add(end);
      end = close(line, line.indexOf('(', end)) + 1;
    }
    if (!dots.isEmpty() && variable.find()) {
      dots.add(0, variable.end());
    }
    return dots;
  }

  /** Where the sign stands outside of all parentheses; -1 if nowhere. */
  private static int topLevel(String line, String sign) {
    int at = line.indexOf(sign);
    while (at > 0 && line.chars().limit(at).map(c -> c == '(' ? 1 : c == ')' ? -1 : 0).sum() != 0) {
      at = line.indexOf(sign, at + 1);
    }
    return at;
  }

  private static int open(String line) {
    return line.indexOf('(');
  }

  private static int close(String line, int open) {
    int depth = 0;
    for (int i = open; i < line.length(); i++) {
      depth += line.charAt(i) == '(' ? 1 : line.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return line.length();
  }

  private static List<String> items(String inside) {
    List<String> items = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      boolean arrow = c == '>' && inside.charAt(i - 1) == '-';
      if (c == '(' || c == '<') {
        depth++;
      } else if (c == ')' || (c == '>' && !arrow)) {
        depth--;
      }
      if (depth == 0 && inside.startsWith(", ", i)) {
        items.add(inside.substring(start, i));
        start = i + 2;
      }
    }
    items.add(inside.substring(start));
    return items;
  }
}
