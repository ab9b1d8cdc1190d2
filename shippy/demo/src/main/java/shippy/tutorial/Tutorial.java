package shippy.tutorial;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import shippy.clock.Clock;
import shippy.clock.Deadline;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;

/** Runs the lessons: explains each, waits for Enter on a terminal, runs it. */
public final class Tutorial {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration BECOMES_TRUE = Duration.ofSeconds(45);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Pattern ALL_SERVE = Pattern.compile("vessel +grpc +.* +serving");
  private static final Pattern AGAIN = Pattern.compile("is started again \\(pid");
  private static final int WIDEST = 100;

  private final IoStreams io;
  private final Map<String, List<String>> programs;
  private final Path sample;

  /**
   * Starts nothing yet.
   *
   * @param programs the command lines of {@code shippy} and {@code consignment-cli}
   * @param sample the file of the consignment to send
   */
  public Tutorial(IoStreams io, Map<String, List<String>> programs, Path sample) {
    this.io = requireNonNull(io, "io");
    this.programs = Map.copyOf(programs);
    this.sample = requireNonNull(sample, "sample");
  }

  /**
   * Runs all lessons; ends what it has started, whatever happens.
   *
   * @throws ProblemException if a step does not do what it should
   */
  public ExitCode run() {
    List<Lesson> lessons = Lessons.all();
    int columns = Math.min(io.screen().columns(), WIDEST);
    try (TutorialSandbox sandbox = TutorialSandbox.open(programs, this::print, columns)) {
      Files.copy(sample, sandbox.folder().resolve("consignment.json"));
      print("The shippy tutorial: about five minutes, in a folder that is deleted at the end.");
      print("Enter goes on, q and Enter leaves, so does Ctrl-C.");
      for (int i = 0; i < lessons.size(); i++) {
        print("");
        print("── %d/%d  %s".formatted(i + 1, lessons.size(), lessons.get(i).title()));
        print("");
        lessons.get(i).text().lines().forEach(this::print);
        print("");
        if (!show(lessons.get(i).action(), sandbox)) {
          break;
        }
      }
      print("");
      print("Ending the services and deleting " + sandbox.folder());
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "cannot copy %s: %s".formatted(sample, e.getMessage()))
          .toException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(ExitCode.INTERRUPTED, "the tutorial was interrupted").toException(e);
    }
    List.of(
            "",
            "Next:",
            "  shippy help        topics: registries, stores, failures, ...",
            "  make demo          a cluster under load; its processes die in turn",
            "  README.md          write your own service")
        .forEach(this::print);
    return ExitCode.OK;
  }

  /** Returns whether to go on. */
  private boolean show(Lesson.Action action, TutorialSandbox sandbox) throws InterruptedException {
    if (action instanceof Lesson.Action.Start start) {
      return prompted(String.join(" ", start.words()), () -> start(start, sandbox));
    }
    if (action instanceof Lesson.Action.Run run) {
      return prompted(String.join(" ", run.words()), () -> command(run, sandbox));
    }
    Lesson.Action.Kill kill = (Lesson.Action.Kill) action;
    ProcessHandle service =
        sandbox
            .service(kill.program())
            .orElseThrow(() -> unexpected(kill.program() + " does not run", sandbox));
    return prompted("kill -9 " + service.pid(), () -> kill(service, sandbox));
  }

  @FunctionalInterface
  private interface Step {
    void run() throws InterruptedException;
  }

  private boolean prompted(String command, Step step) throws InterruptedException {
    PrintStream out = io.out();
    String line = ProblemText.clean("$ " + command);
    out.print(io.colourOut() ? "\u001b[1m" + line + "\u001b[0m " : line);
    out.flush();
    if (io.screen().outIsTerminal()) {
      if (left()) {
        return false;
      }
    } else {
      out.println();
    }
    step.run();
    return true;
  }

  /** Reads a line; whether it says to leave. The end of the input does not. */
  private boolean left() {
    StringBuilder typed = new StringBuilder();
    try {
      for (int c = io.in().read(); c >= 0 && c != '\n'; c = io.in().read()) {
        typed.append((char) c);
      }
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "cannot read the keyboard: " + e.getMessage())
          .toException(e);
    }
    return typed.toString().strip().equals("q");
  }

  private void start(Lesson.Action.Start start, TutorialSandbox sandbox)
      throws InterruptedException {
    sandbox.startServices(start.words());
    boolean serving = sandbox.output().await(ALL_SERVE, 0, START).isPresent();
    sandbox.output().lines().stream()
        .takeWhile(line -> !line.startsWith("In a second terminal"))
        .filter(line -> !line.contains(" level=") && !line.isEmpty())
        .forEach(this::print);
    if (!serving) {
      throw unexpected("the services do not start", sandbox);
    }
  }

  private void command(Lesson.Action.Run run, TutorialSandbox sandbox) throws InterruptedException {
    Supplier<Duration> tried = Clock.system().stopwatch();
    int code = sandbox.command(run.words());
    while (code != run.expected() && tried.get().compareTo(BECOMES_TRUE) < 0) {
      print("(exit code %d: not yet, once more)".formatted(code));
      Deadline.within(PAUSE, new CompletableFuture<Void>(), Clock.system());
      code = sandbox.command(run.words());
    }
    if (code != run.expected()) {
      throw unexpected(
          "%s: exit code %d (expected: %d)"
              .formatted(String.join(" ", run.words()), code, run.expected()),
          sandbox);
    }
  }

  private void kill(ProcessHandle service, TutorialSandbox sandbox) throws InterruptedException {
    int before = sandbox.output().lines().size();
    service.destroyForcibly();
    boolean again = sandbox.output().await(AGAIN, before, START).isPresent();
    sandbox.output().lines().stream()
        .skip(before)
        .filter(line -> !line.contains(" level="))
        .forEach(this::print);
    if (!again) {
      throw unexpected("the service is not started again", sandbox);
    }
  }

  private static ProblemException unexpected(String what, TutorialSandbox sandbox) {
    List<String> all = sandbox.output().lines();
    return Problem.of(ExitCode.FAILED, what)
        .withFacts(all.subList(Math.max(0, all.size() - 5), all.size()))
        .withFix("shippy doctor", "look for what is wrong here")
        .toException();
  }

  private void print(String line) {
    io.out().println(ProblemText.clean(io.hint(line).replace("\t", TutorialSandbox.TAB)));
    io.out().flush();
  }
}
