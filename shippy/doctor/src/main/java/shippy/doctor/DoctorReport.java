package shippy.doctor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import shippy.console.output.DisplayWidth;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.problem.Problem;

/** All findings, in the order of the checks. */
record DoctorReport(List<Finding> findings, int columns) implements View {
  private static final int INDENT = 17;
  private static final String FIX = "      fix: ";

  DoctorReport {
    findings = List.copyOf(findings);
  }

  /** The level of the worst finding. */
  Finding.Level worst() {
    return findings.stream()
        .map(Finding::level)
        .max(Comparator.naturalOrder())
        .orElse(Finding.Level.PASS);
  }

  @Override
  public void text(Text text) {
    findings.stream().flatMap(finding -> lines(finding, columns)).forEach(text::line);
    text.line(summary());
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("status", worst().name());
    json.writeArrayFieldStart("checks");
    for (Finding finding : findings) {
      json.writeStartObject();
      json.writeStringField("status", finding.level().name());
      json.writeStringField("check", finding.subject());
      json.writeStringField("detail", finding.detail());
      json.writeStringField("fix", finding.fix().map(Problem.Fix::command).orElse(null));
      json.writeStringField("effect", finding.fix().map(Problem.Fix::effect).orElse(null));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** {@code 1 FAIL, 2 WARN, 7 PASS}. */
  String summary() {
    return Stream.of(Finding.Level.FAIL, Finding.Level.WARN, Finding.Level.PASS)
        .map(level -> findings.stream().filter(f -> f.level() == level).count() + " " + level)
        .filter(count -> !count.startsWith("0 "))
        .collect(Collectors.joining(", "));
  }

  /** A finding as lines: words are wrapped, a command to copy is not. */
  static Stream<String> lines(Finding finding, int columns) {
    String head = String.format(Locale.ROOT, "%-4s  %-9s  ", finding.level(), finding.subject());
    List<String> lines = new ArrayList<>(wrapped(head, finding.detail(), columns));
    finding.fix().ifPresent(fix -> lines.addAll(lines(fix, columns)));
    return lines.stream();
  }

  private static List<String> lines(Problem.Fix fix, int columns) {
    if (fix.effect().isEmpty()) {
      return List.of(FIX + fix.command());
    }
    String effect = "(" + fix.effect() + ")";
    String line = FIX + fix.command() + " " + effect;
    return DisplayWidth.of(line) <= columns
        ? List.of(line)
        : List.of(FIX + fix.command(), " ".repeat(FIX.length()) + effect);
  }

  private static List<String> wrapped(String head, String detail, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(head);
    boolean begun = false;
    for (String word : detail.split(" ", -1)) {
      if (begun && DisplayWidth.of(line + " " + word) > columns) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(INDENT)).append(word);
      } else {
        line.append(begun ? " " : "").append(word);
      }
      begun = true;
    }
    lines.add(line.toString());
    return lines;
  }
}
