package shippy.console.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.console.io.IoStreams;
import shippy.console.io.Pager;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;

/** Writes the results of one command in the format that the user asked for. One thread. */
public final class Output {
  private final IoStreams io;
  private final OutputFormat format;
  private final ErrorReport errors;

  /** Results in the format of the errors. */
  public Output(ErrorReport errors) {
    this.io = errors.io();
    this.format = errors.format();
    this.errors = errors;
  }

  /** The format the user asked for. */
  public OutputFormat format() {
    return format;
  }

  /** Whether the user wants to see more than the result: {@code -v}. */
  public boolean verbose() {
    return errors.verbose();
  }

  /** Shows a result. A command shows one, so that its output is one document. */
  public void show(View view) {
    if (Pager.isUsed(io)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      write(view, new PrintStream(bytes, true, UTF_8));
      Pager.show(io, bytes.toString(UTF_8));
    } else {
      write(view, io.out());
    }
  }

  private void write(View view, PrintStream out) {
    switch (format) {
      case TABLE -> view.text(new Text(out, io.screen()));
      case JSON -> out.println(JsonText.document(view::json));
      case YAML -> out.print(YamlText.document(view::json, false));
      case JSONL -> view.items().forEach(item -> out.println(JsonText.line(item.json())));
      case NAME -> view.items().forEach(item -> out.print(nameLine(item.name())));
    }
    out.flush();
  }

  /** Shows a result once, or with {@code watch} again whenever it changes, until Ctrl-C. */
  public ExitCode show(Supplier<View> look, boolean watch) {
    if (watch) {
      return new WatchLoop(this, Clock.system()).run(look);
    }
    show(look.get());
    return ExitCode.OK;
  }

  /**
   * Begins a document with a list of that name. Its elements are written as they come; none is
   * kept, however many there are. In {@code table} nothing is written.
   */
  public ListOutput list(String name) {
    return new ListOutput(this, io.out(), name);
  }

  /** A line for people, shown at once; nothing in other formats. */
  public void line(String line) {
    if (format == OutputFormat.TABLE) {
      new Text(io.out(), io.screen()).line(line);
      io.out().flush();
    }
  }

  /** A table in the format of tables; nothing in other formats. */
  public void table(View view) {
    if (format == OutputFormat.TABLE) {
      show(view);
    }
  }

  /** Writes a message to standard error: a line of text, or of JSON for programs. */
  public void tell(String text, View.Json json) {
    io.out().flush();
    io.err().println(format.isStructured() ? JsonText.line(json) : ProblemText.clean(text));
    io.err().flush();
  }

  /** A remark for people on standard error, such as that a result is empty; else nothing. */
  public void remark(String text) {
    if (!format.isStructured()) {
      io.out().flush();
      io.err().println(ProblemText.clean(text));
      io.err().flush();
    }
  }

  /** Reports a failure that does not end the command; in JSON it looks like one that does. */
  public void failure(String text, Problem problem) {
    Problem told = problem(problem.toException()).withWhat(text);
    tell(text, json -> ErrorReport.write(json, told, List.of()));
  }

  /** Reports a failure that ends the command, and returns the exit code. */
  public ExitCode failed(ProblemException failure) {
    return errors.failed(failure);
  }

  IoStreams io() {
    return io;
  }

  /** The problem that the program sees in a failure. */
  Problem problem(Throwable failure) {
    return errors.problem(failure);
  }

  /** A name as a line; empty if there is none. */
  static String nameLine(String name) {
    return name.isEmpty() ? "" : ProblemText.clean(name) + "\n";
  }
}
