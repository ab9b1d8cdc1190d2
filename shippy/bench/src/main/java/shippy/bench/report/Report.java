package shippy.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** The rows of one run. Not thread-safe. */
public final class Report {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final List<Row> rows = new ArrayList<>();

  private record Document(Map<String, String> machine, List<Row> rows) {}

  /** Adds a row. */
  public Report add(Row row) {
    rows.add(row);
    return this;
  }

  /** The rows in the order in which they came. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Writes it as JSON; replaces the file. */
  public void write(Path file) throws IOException {
    Map<String, String> machine =
        Map.of(
            "cores", String.valueOf(Runtime.getRuntime().availableProcessors()),
            "java", System.getProperty("java.runtime.version", ""),
            "system", System.getProperty("os.name", "") + " " + System.getProperty("os.version"));
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, GSON.toJson(new Document(machine, rows)) + "\n");
  }

  /** Reads what {@link #write} has written. */
  public static Report read(Path file) {
    Report report = new Report();
    try {
      report.rows.addAll(GSON.fromJson(Files.readString(file), Document.class).rows());
      return report;
    } catch (IOException | JsonParseException | NullPointerException e) {
      throw Problem.of(
              ExitCode.NO_INPUT, file + ": not readable (expected: a report of make bench)")
          .toException(e);
    }
  }

  /** All rows as a table. */
  public String table() {
    StringBuilder table = new StringBuilder();
    rows.forEach(row -> table.append(line(row)));
    return table.toString();
  }

  private static String line(Row row) {
    String ratio =
        row.ratio() == null
            ? ""
            : String.format(Locale.ROOT, "%6.2f x %s", row.ratio(), row.baseline());
    return String.format(
                Locale.ROOT,
                "%-9s %-44s %-12s %s %-4s %s",
                row.section(),
                row.subject(),
                row.metric(),
                figure(row.value()),
                row.unit(),
                ratio)
            .stripTrailing()
        + "\n";
  }

  /** Three digits are enough to read. */
  static String figure(double value) {
    int decimals =
        Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%10." + decimals + "f", value);
  }
}
