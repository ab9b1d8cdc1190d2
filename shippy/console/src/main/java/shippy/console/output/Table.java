package shippy.console.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import shippy.problem.ProblemText;

/**
 * Rows under a header, without borders: numbers to the right, two blanks between columns, none at
 * the end of a line. On a screen too narrow for that, one {@code NAME: value} line per cell.
 * Immutable.
 */
public final class Table {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> rows;

  private Table(List<Column> columns, List<List<String>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** A table of these columns; cells are cleaned of control characters. */
  public static Table of(List<Column> columns, List<List<String>> rows) {
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "row: %s (expected: %d cells)".formatted(row, columns.size()));
      }
    }
    return new Table(
        List.copyOf(columns),
        rows.stream().map(row -> row.stream().map(ProblemText::clean).toList()).toList());
  }

  /** The lines, none wider than {@code width}. */
  List<String> lines(int width) {
    int[] widths = naturalWidths();
    return shrink(widths, width) ? grid(widths) : records(width);
  }

  /** Whether no cell has to be cut for that width. */
  boolean fits(int width) {
    return excess(naturalWidths(), width) <= 0;
  }

  private static long excess(int[] widths, int width) {
    long gaps = GAP.length() * (widths.length - 1L);
    return Arrays.stream(widths).asLongStream().sum() + gaps - width;
  }

  private int[] naturalWidths() {
    return IntStream.range(0, columns.size()).map(this::naturalWidth).toArray();
  }

  private int naturalWidth(int column) {
    int header = DisplayWidth.of(columns.get(column).header());
    return rows.stream()
        .mapToInt(row -> DisplayWidth.of(row.get(column)))
        .reduce(header, Math::max);
  }

  /** Narrows the columns, kind by kind; false if that is not enough. */
  private boolean shrink(int[] widths, int width) {
    long excess = excess(widths, width);
    for (Column.Kind kind : Column.Kind.values()) {
      while (excess > 0 && shrinkWidest(kind, widths)) {
        excess--;
      }
    }
    return excess <= 0;
  }

  private boolean shrinkWidest(Column.Kind kind, int[] widths) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      boolean canGive =
          columns.get(i).kind() == kind && widths[i] > columns.get(i).narrowest(widths[i]);
      if (canGive && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    if (widest >= 0) {
      widths[widest]--;
    }
    return widest >= 0;
  }

  private List<String> grid(int[] widths) {
    List<String> lines = new ArrayList<>();
    lines.add(line(columns.stream().map(Column::header).toList(), widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      Column column = columns.get(i);
      String cell = column.fit(cells.get(i), widths[i]);
      String blanks = " ".repeat(widths[i] - DisplayWidth.of(cell));
      boolean right = column.kind() == Column.Kind.NUMBER;
      line.append(i == 0 ? "" : GAP).append(right ? blanks + cell : cell + blanks);
    }
    return line.toString().stripTrailing();
  }

  private List<String> records(int width) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      for (int i = 0; i < row.size(); i++) {
        String line = (columns.get(i).header() + ": " + row.get(i)).stripTrailing();
        lines.add(DisplayWidth.of(line) <= width ? line : DisplayWidth.ellipsis(line, width));
      }
    }
    return lines;
  }
}
