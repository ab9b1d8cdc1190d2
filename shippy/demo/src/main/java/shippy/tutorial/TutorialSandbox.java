package shippy.tutorial;

import static java.util.Comparator.reverseOrder;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.Deadline;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * A throw-away folder and what runs in it: {@code shippy run} in the background, and commands one
 * after the other. None of the user's settings reach it. Closing it ends and deletes all; so does
 * the end of this process. For one thread, apart from closing.
 */
final class TutorialSandbox implements AutoCloseable {
  private static final Pattern NOT_INHERITED =
      Pattern.compile("(MICRO|ETCD|XDG_CONFIG|XDG_DATA)_.*");
  private static final Duration DRAIN = Duration.ofSeconds(14);
  private static final Duration GONE = Duration.ofSeconds(10);

  private final Path folder;
  private final Map<String, List<String>> programs;
  private final Consumer<String> screen;
  private final int columns;
  private final ProgramOutput run = new ProgramOutput(Clock.system());
  private final Thread atExit = new Thread(this::end, "tutorial-at-exit");
  private @Nullable Process services;
  private boolean ended;

  private TutorialSandbox(
      Path folder, Map<String, List<String>> programs, Consumer<String> screen, int columns) {
    this.folder = folder;
    this.programs = Map.copyOf(programs);
    this.screen = requireNonNull(screen, "screen");
    this.columns = columns;
  }

  /**
   * A new folder.
   *
   * @param programs the words that start each program, by its name
   * @param screen takes the lines that commands print
   */
  static TutorialSandbox open(
      Map<String, List<String>> programs, Consumer<String> screen, int columns) {
    try {
      Path folder = Files.createTempDirectory("shippy-tutorial-").toRealPath();
      TutorialSandbox playground = new TutorialSandbox(folder, programs, screen, columns);
      Runtime.getRuntime().addShutdownHook(playground.atExit);
      return playground;
    } catch (IOException e) {
      throw failed("cannot make a folder for the tutorial", e);
    }
  }

  Path folder() {
    return folder;
  }

  /** What the program in the background has printed. */
  ProgramOutput run() {
    return run;
  }

  /** Starts the program that runs in the background. */
  void startServices(List<String> words) {
    Process process = start(words);
    synchronized (this) {
      services = process;
    }
    Thread reader = new Thread(() -> copy(process, run::add, run::end), "tutorial-run");
    reader.setDaemon(true);
    reader.start();
  }

  /** Runs a command to its end and returns its exit code. */
  int command(List<String> words) throws InterruptedException {
    Process process = start(words);
    copy(process, screen, () -> {});
    return process.waitFor();
  }

  /** The process in the background whose command line has this text in it. */
  Optional<ProcessHandle> service(String jar) {
    return background().stream()
        .flatMap(Process::descendants)
        .filter(process -> process.info().commandLine().orElse("").contains(jar))
        .findFirst();
  }

  @Override
  public void close() {
    if (Runtime.getRuntime().removeShutdownHook(atExit)) {
      end();
    }
  }

  private Process start(List<String> words) {
    List<String> command = new ArrayList<>(programs.getOrDefault(words.get(0), List.of()));
    command.addAll(words.subList(1, words.size()));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> NOT_INHERITED.matcher(key).matches());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    builder.environment().put("MICRO_REGISTRY", "mdns");
    builder.environment().put("MICRO_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("MICRO_CLIENT_REQUEST_TIMEOUT", "20s"); // the machine may be busy
    builder.environment().put("COLUMNS", Integer.toString(columns));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw failed(words.get(0) + " could not be started", e);
    }
  }

  private static void copy(Process process, Consumer<String> lines, Runnable end) {
    try (BufferedReader in = process.inputReader()) {
      in.lines().forEach(lines);
    } catch (IOException e) {
      LoggerFactory.getLogger(TutorialSandbox.class).debug("output of {} ended", process, e);
    } finally {
      end.run();
    }
  }

  private synchronized Optional<Process> background() {
    return Optional.ofNullable(services);
  }

  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    background().ifPresent(TutorialSandbox::end);
    try {
      delete();
    } catch (IOException | UncheckedIOException e) {
      LoggerFactory.getLogger(TutorialSandbox.class).warn("{} is left behind", folder, e);
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** In order, then by force: what it started too. */
  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.toHandle().destroy();
    try {
      if (!process.waitFor(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    // Who still runs also still makes and deletes files.
    CompletableFuture<?>[] gone =
        Stream.concat(Stream.of(process.toHandle()), children.stream())
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture<?>[]::new);
    Deadline.within(GONE, CompletableFuture.allOf(gone), Clock.system());
  }

  private static RuntimeException failed(String what, IOException e) {
    return Problem.of(ExitCode.FAILED, what + ": " + e.getMessage()).toException(e);
  }
}
