package shippy.console.output;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;
import shippy.problem.Failures;
import shippy.problem.HostLocale;
import shippy.problem.Problem;
import shippy.problem.ProblemText;

/**
 * Writes problems to standard error: text with a red first word on a terminal, or JSON.
 *
 * @param verbose whether to show the causes
 * @param failures tells which problem an exception is
 */
public record ErrorReport(
    IoStreams io, OutputFormat format, boolean verbose, Function<Throwable, Problem> failures) {
  private static final String LABEL = "error:";
  private static final String FRAME = "at ";

  /** A command failed. */
  public ExitCode failed(Throwable failure) {
    Problem problem = problem(failure);
    boolean frames = problem.code() == ExitCode.INTERNAL;
    write(problem, "", verbose ? causes(failure, problem, frames) : List.of());
    return problem.code();
  }

  /**
   * The problem that the program sees in a failure. The console itself knows impossible file names.
   */
  Problem problem(Throwable failure) {
    return failure instanceof InvalidPathException e
        ? HostLocale.problem(e)
        : failures.apply(failure);
  }

  /** The arguments are wrong; the help of {@code command} says what is right. */
  public ExitCode misused(Problem problem, String command) {
    if (format.isStructured()) {
      write(problem.withFix(command + " --help", "list what is accepted"), "", List.of());
    } else {
      write(problem, io.hint("See '%s --help'\n".formatted(command)), List.of());
    }
    return problem.code();
  }

  private void write(Problem written, String after, List<String> causes) {
    Problem problem = pasteable(written);
    String text =
        switch (format) {
          case TABLE, NAME -> coloured(ProblemText.render(problem)) + after + text(causes);
          case JSON, YAML -> JsonText.document(json -> write(json, problem, causes)) + "\n";
          case JSONL -> JsonText.line(json -> write(json, problem, causes)) + "\n";
        };
    io.out().flush();
    io.err().print(text);
    io.err().flush();
  }

  /** With commands as they are called here. */
  private Problem pasteable(Problem problem) {
    return new Problem(
        problem.code(),
        problem.what(),
        problem.facts().stream().map(io::hint).toList(),
        problem.likely().map(io::hint),
        problem.fixes().stream()
            .map(fix -> new Problem.Fix(io.hint(fix.command()), io.hint(fix.effect())))
            .filter(fix -> !fix.command().isEmpty()) // no makefile here
            .toList());
  }

  private String coloured(String text) {
    return io.colourErr()
        ? "\u001b[31m" + LABEL + "\u001b[0m" + text.substring(LABEL.length())
        : text;
  }

  private static String text(List<String> causes) {
    StringBuilder text = new StringBuilder();
    for (String cause : causes) {
      String margin = cause.startsWith(FRAME) ? "    " : "  caused by: ";
      text.append(margin).append(ProblemText.clean(cause)).append('\n');
    }
    return text.toString();
  }

  /** The four parts by name. Every field is always there. */
  static void write(JsonGenerator json, Problem problem, List<String> causes) throws IOException {
    json.writeStartObject();
    json.writeStringField("error", problem.what());
    strings(json, "looked_at", problem.facts());
    json.writeStringField("likely", problem.likely().orElse(null));
    json.writeArrayFieldStart("fixes");
    for (Problem.Fix fix : problem.fixes()) {
      json.writeStartObject();
      json.writeStringField("try", fix.command());
      json.writeStringField("effect", fix.effect());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("exit_code", problem.code().number());
    json.writeStringField("meaning", problem.code().meaning());
    if (!causes.isEmpty()) {
      strings(json, "causes", causes);
    }
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /**
   * The chain of causes, with stack traces if the program itself is at fault; else without those
   * that only repeat the problem.
   */
  private static List<String> causes(Throwable failure, Problem problem, boolean frames) {
    return Failures.chain(failure)
        .filter(e -> frames || !Objects.toString(e.getMessage(), "").endsWith(problem.what()))
        .flatMap(e -> Stream.concat(Stream.of(e.toString()), frames ? frames(e) : Stream.empty()))
        .toList();
  }

  private static Stream<String> frames(Throwable failure) {
    return Stream.of(failure.getStackTrace()).map(frame -> FRAME + frame);
  }
}
