package shippy.tutorial;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Goes through the lessons on a screen: explains, waits for Enter on a terminal, shows. */
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
   * A tour to be.
   *
   * @param programs the words that start {@code shippy} and {@code consignment-cli}
   * @param sample the consignment that is sent
   */
  public Tutorial(IoStreams io, Map<String, List<String>> programs, Path sample) {
    this.io = requireNonNull(io, "io");
    this.programs = Map.copyOf(programs);
    this.sample = requireNonNull(sample, "sample");
  }

  /**
   * Goes through all lessons; what was started is ended whatever happens.
   *
   * @throws ProblemException if a step does not do what it should
   */
  public ExitCode run() {
    List<Lesson> lessons = Lessons.all();
    int columns = Math.min(io.screen().columns(), WIDEST);
    try (TutorialSandbox playground = TutorialSandbox.open(programs, this::print, columns)) {
      Files.copy(sample, playground.folder().resolve("consignment.json"));
      print("The shippy tutorial: about five minutes, in a folder that is deleted at the end.");
      print("Enter goes on, q and Enter leaves, so does Ctrl-C.");
      for (int i = 0; i < lessons.size(); i++) {
        print("");
        print("── %d/%d  %s".formatted(i + 1, lessons.size(), lessons.get(i).title()));
        print("");
        lessons.get(i).text().lines().forEach(this::print);
        print("");
        if (!show(lessons.get(i).deed(), playground)) {
          break;
        }
      }
      print("");
      print("Ending the services and deleting " + playground.folder());
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
  private boolean show(Lesson.Deed deed, TutorialSandbox playground) throws InterruptedException {
    if (deed instanceof Lesson.Deed.Start start) {
      return prompted(String.join(" ", start.words()), () -> start(start, playground));
    }
    if (deed instanceof Lesson.Deed.Run run) {
      return prompted(String.join(" ", run.words()), () -> command(run, playground));
    }
    Lesson.Deed.Kill kill = (Lesson.Deed.Kill) deed;
    ProcessHandle victim =
        playground
            .service(kill.program())
            .orElseThrow(() -> unexpected(kill.program() + " does not run", playground));
    return prompted("kill -9 " + victim.pid(), () -> kill(victim, playground));
  }

  /** What a step does. */
  @FunctionalInterface
  private interface Doing {
    void run() throws InterruptedException;
  }

  private boolean prompted(String command, Doing doing) throws InterruptedException {
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
    doing.run();
    return true;
  }

  /** Reads a line; the end of the input is no reason to leave. */
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

  private void start(Lesson.Deed.Start start, TutorialSandbox playground)
      throws InterruptedException {
    playground.startServices(start.words());
    Optional<String> serving = playground.run().await(ALL_SERVE, 0, START);
    playground.run().from(0).stream()
        .takeWhile(line -> !line.startsWith("In a second terminal"))
        .filter(line -> !line.contains(" level=") && !line.isEmpty())
        .forEach(this::print);
    if (serving.isEmpty()) {
      throw unexpected("the services do not start", playground);
    }
  }

  private void command(Lesson.Deed.Run run, TutorialSandbox playground)
      throws InterruptedException {
    Supplier<Duration> tried = Clock.system().stopwatch();
    int code = playground.command(run.words());
    while (code != run.expected() && tried.get().compareTo(BECOMES_TRUE) < 0) {
      print("(exit code %d: not yet, once more)".formatted(code));
      Deadline.within(PAUSE, new CompletableFuture<Void>(), Clock.system());
      code = playground.command(run.words());
    }
    if (code != run.expected()) {
      throw unexpected(
          "%s: exit code %d (expected: %d)"
              .formatted(String.join(" ", run.words()), code, run.expected()),
          playground);
    }
  }

  private void kill(ProcessHandle victim, TutorialSandbox playground) throws InterruptedException {
    int before = playground.run().size();
    victim.destroyForcibly();
    Optional<String> again = playground.run().await(AGAIN, before, START);
    playground.run().from(before).stream()
        .filter(line -> !line.contains(" level="))
        .forEach(this::print);
    if (again.isEmpty()) {
      throw unexpected("the service is not started again", playground);
    }
  }

  private static ProblemException unexpected(String what, TutorialSandbox playground) {
    List<String> all = playground.run().from(0);
    Problem problem = Problem.of(ExitCode.FAILED, what);
    for (String line : all.subList(Math.max(0, all.size() - 5), all.size())) {
      problem = problem.withFact(line);
    }
    return problem.withFix("shippy doctor", "look for what is wrong here").toException();
  }

  private void print(String line) {
    io.out().println(ProblemText.clean(line.replace("\t", "  ")));
    io.out().flush();
  }
}
