package shippy.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of the messages of a program: how each is provoked, its exit code and its exact text.
 *
 * <pre>
 * ## an id that nobody knows
 * given service fails with NOT_FOUND no consignment nope
 * $ get nope
 * exit 1
 * error: no consignment nope
 * </pre>
 *
 * With {@code -Dgolden.update=true} a comparison writes the file instead. Not for several threads.
 */
public final class MessageTable {
  private static final Pattern ROW =
      Pattern.compile("## (.*)\n((?:given .*\n)*)\\$ ?(.*)\nexit (\\d+)\n((?:(?!## ).*\n)*)");

  private final Path file;
  private final String introduction;
  private final List<Row> rows;

  /**
   * One message.
   *
   * @param title a sentence
   * @param given what holds before, in words that the test knows
   * @param args of the program
   * @param exit its exit code
   * @param text what it prints to standard error
   */
  public record Row(String title, List<String> given, List<String> args, int exit, String text) {
    public Row {
      requireNonNull(title, "title");
      given = List.copyOf(given);
      args = List.copyOf(args);
      requireNonNull(text, "text");
    }

    @Override
    public String toString() {
      return title;
    }

    private String written() {
      String facts = given.stream().map(g -> "given " + g + "\n").collect(Collectors.joining());
      String typed = "$ " + String.join(" ", args);
      return "## %s\n%s%s\nexit %d\n%s\n".formatted(title, facts, typed.strip(), exit, text);
    }
  }

  private MessageTable(Path file, String introduction, List<Row> rows) {
    this.file = file;
    this.introduction = introduction;
    this.rows = rows;
  }

  /** Reads the table from a file. Each of its lines must belong to a row or to the introduction. */
  public static MessageTable read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int start = text.indexOf("## ");
    List<Row> rows = new ArrayList<>();
    Matcher row = ROW.matcher(text).region(start, text.length());
    while (row.lookingAt()) {
      rows.add(row(row));
      row.region(row.end(), text.length());
    }
    if (row.regionStart() < text.length()) {
      String rest = text.substring(row.regionStart()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(
          "%s: \"%s\" (expected: ## title, given lines, $ arguments, exit N)"
              .formatted(file, rest));
    }
    return new MessageTable(file, text.substring(0, start), rows);
  }

  private static Row row(Matcher found) {
    List<String> given =
        found.group(2).lines().map(line -> line.substring("given ".length())).toList();
    List<String> args = found.group(3).isEmpty() ? List.of() : List.of(found.group(3).split(" "));
    String text = found.group(5).stripTrailing();
    return new Row(
        found.group(1),
        given,
        args,
        Integer.parseInt(found.group(4)),
        text.isEmpty() ? "" : text + "\n");
  }

  /** All rows, in order. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /**
   * Compares what a row's command did.
   *
   * @throws AssertionError if it is not what the row says
   */
  public void check(Row row, int exit, String text) {
    if (Boolean.getBoolean("golden.update")) {
      update(row, new Row(row.title(), row.given(), row.args(), exit, text));
    } else if (exit != row.exit() || !text.equals(row.text())) {
      throw new AssertionError(
          "%s, row \"%s\"\nexpected exit %d:\n%s\nbut was exit %d:\n%s"
              .formatted(file, row.title(), row.exit(), row.text(), exit, text));
    }
  }

  private void update(Row old, Row now) {
    rows.set(rows.indexOf(old), now);
    try {
      Files.writeString(
          file, introduction + rows.stream().map(Row::written).collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
