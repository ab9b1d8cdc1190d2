package shippy.tutorial;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.process.CapturedOutput;
import shippy.process.ChildProcess;
import shippy.process.FileTree;
import shippy.process.OutputReader;

/**
 * A temporary folder and what runs in it: {@code shippy run} in the background, and commands one
 * after the other. None of the user's settings reach it. Closing it ends and deletes all; so does
 * the end of this process. For one thread.
 */
final class TutorialSandbox implements AutoCloseable {
  /** In place of a tab. */
  static final String TAB = "  ";

  private static final Pattern NOT_INHERITED =
      Pattern.compile("(MICRO|ETCD|XDG_CONFIG|XDG_DATA)_.*");
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(14);

  private final Path folder;
  private final Map<String, List<String>> programs;
  private final Consumer<String> screen;
  private final int columns;
  private final String registry;
  private final Thread atExit = new Thread(this::end, "tutorial-at-exit");
  private volatile @Nullable Services services;

  private record Services(ChildProcess process, CapturedOutput output) {}

  private TutorialSandbox(
      Path folder,
      Map<String, List<String>> programs,
      Consumer<String> screen,
      int columns,
      int mdnsPort) {
    this.folder = folder;
    this.programs = Map.copyOf(programs);
    this.screen = requireNonNull(screen, "screen");
    this.columns = columns;
    this.registry = "127.0.0.1#" + mdnsPort;
  }

  /**
   * A new folder.
   *
   * @param programs the command line of each program, by its name
   * @param screen gets the lines that commands print
   */
  static TutorialSandbox open(
      Map<String, List<String>> programs, Consumer<String> screen, int columns) {
    try {
      Path folder = Files.createTempDirectory("shippy-tutorial-").toRealPath();
      TutorialSandbox sandbox = new TutorialSandbox(folder, programs, screen, columns, freePort());
      Runtime.getRuntime().addShutdownHook(sandbox.atExit);
      return sandbox;
    } catch (IOException e) {
      throw failed("cannot make a folder for the tutorial", e);
    }
  }

  /** With a port of its own, what runs on this machine already and the lessons are apart. */
  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      return socket.getLocalPort();
    }
  }

  Path folder() {
    return folder;
  }

  /** Starts the program that runs in the background. */
  void startServices(List<String> words) {
    ChildProcess started = start(words);
    services = new Services(started, new CapturedOutput(started.process().getInputStream()));
  }

  /** What the program in the background has printed. */
  CapturedOutput output() {
    return requireNonNull(services, "services").output();
  }

  /** Runs a command to its end and returns its exit code. */
  int command(List<String> words) throws InterruptedException {
    Process process = start(words).process();
    OutputReader.lines(process.getInputStream(), TAB, screen::accept).join();
    return process.waitFor();
  }

  /** The process in the background whose command line has this text in it. */
  Optional<ProcessHandle> service(String jar) {
    return Optional.ofNullable(services).stream()
        .flatMap(running -> running.process().process().descendants())
        .filter(process -> process.info().commandLine().orElse("").contains(jar))
        .findFirst();
  }

  @Override
  public void close() {
    if (Runtime.getRuntime().removeShutdownHook(atExit)) {
      end();
    }
  }

  private ChildProcess start(List<String> words) {
    List<String> command = new ArrayList<>(programs.getOrDefault(words.get(0), List.of()));
    command.addAll(words.subList(1, words.size()));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> NOT_INHERITED.matcher(key).matches());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    builder.environment().put("MICRO_REGISTRY", "mdns");
    builder.environment().put("MICRO_REGISTRY_ADDRESS", registry);
    builder.environment().put("MICRO_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("MICRO_CLIENT_REQUEST_TIMEOUT", "20s"); // the machine may be busy
    builder.environment().put("COLUMNS", Integer.toString(columns));
    try {
      return ChildProcess.start(words.get(0), builder);
    } catch (IOException e) {
      throw failed(words.get(0) + " could not be started", e);
    }
  }

  private void end() {
    Optional.ofNullable(services).ifPresent(running -> running.process().stop(DRAIN_LIMIT));
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      LoggerFactory.getLogger(TutorialSandbox.class).warn("{} is left behind", folder, e);
    }
  }

  private static RuntimeException failed(String what, IOException e) {
    return Problem.of(ExitCode.FAILED, what + ": " + e.getMessage()).toException(e);
  }
}
