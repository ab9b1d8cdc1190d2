package shippy.console;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemText;

/** Writes problems to standard error: text with a red first word on a terminal, or JSON. */
record ErrorReport(Io io, OutputFormat format, boolean verbose) {
  private static final int MAX_CHAIN = 20;
  private static final String LABEL = "error:";

  /** A command failed. */
  ExitCode failed(Throwable failure) {
    Problem problem = Failures.problem(failure);
    write(problem, "");
    if (verbose && !format.isStructured()) {
      causes(failure, problem.code() == ExitCode.INTERNAL);
    }
    return problem.code();
  }

  /** The arguments are wrong; {@code command} is the one whose help says what is right. */
  ExitCode misused(Problem problem, String command) {
    if (format.isStructured()) {
      write(problem.withFix(command + " --help", "list what is accepted"), "");
    } else {
      write(problem, "See '%s --help'\n".formatted(command));
    }
    return problem.code();
  }

  private void write(Problem problem, String after) {
    String text =
        switch (format) {
          case TABLE, NAME -> coloured(ProblemText.render(problem)) + after;
          case JSON, YAML -> JsonText.document(json -> write(json, problem)) + "\n";
          case JSONL -> JsonText.line(json -> write(json, problem)) + "\n";
        };
    io.out().flush();
    io.err().print(text);
    io.err().flush();
  }

  private String coloured(String text) {
    return io.colourErr()
        ? "\u001b[31m" + LABEL + "\u001b[0m" + text.substring(LABEL.length())
        : text;
  }

  private static void write(JsonGenerator json, Problem problem) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("error");
    json.writeNumberField("code", problem.code().number());
    json.writeStringField("message", problem.what());
    json.writeArrayFieldStart("facts");
    for (String fact : problem.facts()) {
      json.writeString(fact);
    }
    json.writeEndArray();
    json.writeStringField("likely", problem.likely().orElse(null));
    json.writeArrayFieldStart("hints");
    for (Problem.Fix fix : problem.fixes()) {
      json.writeStartObject();
      json.writeStringField("try", fix.command());
      json.writeStringField("effect", fix.effect());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  /** The chain of causes; where each was thrown only if the program itself is at fault. */
  private void causes(Throwable failure, boolean frames) {
    Throwable at = failure;
    for (int i = 0; at != null && i < MAX_CHAIN; i++, at = at.getCause()) {
      io.err().println(ProblemText.clean("  caused by: " + at));
      if (frames) {
        for (StackTraceElement frame : at.getStackTrace()) {
          io.err().println("    at " + frame);
        }
      }
    }
    io.err().flush();
  }
}
