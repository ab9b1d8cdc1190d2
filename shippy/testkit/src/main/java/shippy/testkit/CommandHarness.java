package shippy.testkit;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a program as a user does: as a process, with its output and exit code. Each harness has an
 * empty home and working directory. Programs get no {@code MICRO_*}, {@code XDG_*}, {@code ETCD_*},
 * {@code MAKEFLAGS} or {@code JAVA} option variables except those given here. Closing it (or the
 * end of this JVM) kills all that it started and their descendants. Not thread-safe.
 */
public final class CommandHarness implements AutoCloseable {
  private static final Pattern NOT_INHERITED =
      Pattern.compile(
          "(MICRO|XDG|ETCD)_.*|M(AKE)?FLAGS|MAKELEVEL|_?JAVA_.*OPTIONS|JDK_JAVA_OPTIONS"
              + "|NO_COLOR|CLICOLOR.*|COLUMNS|LINES");

  private final List<String> command;
  private final Path home;
  private final Map<String, String> env = new HashMap<>();
  private final List<RunningCommand> started = new ArrayList<>();
  private Path directory;
  private byte[] stdin = {};
  private Duration timeout = Duration.ofSeconds(30);
  private List<String> place = List.of();

  /**
   * How a program ended.
   *
   * @param exitCode 128 + n if signal n ended it
   * @param took from the start of the process to its end
   */
  public record Result(int exitCode, String stdout, String stderr, Duration took) {}

  private CommandHarness(List<String> command) {
    this.command = List.copyOf(command);
    this.home = TemporaryFolder.create("shippy-home");
    this.directory = home;
  }

  /**
   * Runs {@code java -jar} with the JVM of this test, tuned for a quick start.
   *
   * @param options more options of the JVM, such as {@code -Dkey=value}
   */
  public static CommandHarness jar(Path jar, String... options) {
    List<String> tuning = new ArrayList<>(QuickStart.options(jar));
    tuning.addAll(List.of(options));
    return java(tuning, "-jar", existing(jar));
  }

  /** Runs {@code java -jar} with the JVM's own choice of collector and compiler, as users do. */
  public static CommandHarness untunedJar(Path jar) {
    return java(List.of(), "-jar", existing(jar));
  }

  /**
   * Runs a main class with the JVM and the class path of this test.
   *
   * @param options options of the JVM, such as {@code -Dkey=value}
   */
  public static CommandHarness main(Class<?> main, String... options) {
    List<String> tuning = new ArrayList<>(QuickStart.OPTIONS);
    tuning.addAll(List.of(options));
    return java(tuning, "-cp", System.getProperty("java.class.path", ""), main.getName());
  }

  /**
   * Runs a main class that uses the classes of a jar. The jar comes before the class path of this
   * test, so that the program starts as quickly as from the jar.
   */
  public static CommandHarness mainBeside(Path jar, Class<?> main) {
    String classPath = existing(jar) + ":" + System.getProperty("java.class.path", "");
    return java(QuickStart.options(jar), "-cp", classPath, main.getName());
  }

  /** Runs any program: a path, or a name looked up in {@code PATH}. */
  public static CommandHarness program(String... command) {
    return new CommandHarness(List.of(command));
  }

  /** Sets a variable for the programs started from now on. */
  public CommandHarness env(String name, String value) {
    env.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return this;
  }

  /** The input of the programs started from now on; empty unless set. */
  public CommandHarness stdin(byte[] bytes) {
    stdin = bytes.clone();
    return this;
  }

  /** How long {@link #run} waits; 30 s unless set. */
  public CommandHarness timeout(Duration limit) {
    timeout = requireNonNull(limit, "limit");
    return this;
  }

  /** The working directory of the programs started from now on; the empty home unless set. */
  public CommandHarness directory(Path path) {
    directory = path.toAbsolutePath();
    return this;
  }

  /** The host on whose network the programs started from now on are; this machine's unless set. */
  public CommandHarness on(Namespace host) {
    place = host.launcher();
    return this;
  }

  /** Makes {@code java -jar} start quickly in programs that find {@code java} in {@code PATH}. */
  public CommandHarness quickJava() {
    return env("PATH", QuickStart.script(home) + ":" + System.getenv("PATH"));
  }

  /** Leaves out what a user's terminal would not have. */
  public static void dropInherited(Map<String, String> environment) {
    environment.keySet().removeIf(name -> NOT_INHERITED.matcher(name).matches());
  }

  /** The home directory of the programs, deleted on close. */
  public Path home() {
    return home;
  }

  /**
   * Runs the program to its end.
   *
   * @throws AssertionError with its output if it does not end in time; it is killed then
   */
  public Result run(String... args) {
    try (RunningCommand running = start(args)) {
      int exitCode = running.exitCode(timeout);
      return new Result(exitCode, running.stdout(), running.stderr(), running.took());
    }
  }

  /** Starts the program and returns at once. */
  public RunningCommand start(String... args) {
    RunningCommand running = RunningCommand.start(builder(args), stdin);
    started.add(running);
    return running;
  }

  /** The command line that {@link #start} runs, for a shell line. */
  public List<String> commandLine(String... args) {
    return Stream.concat(command.stream(), Stream.of(args)).toList();
  }

  @Override
  public void close() {
    started.forEach(RunningCommand::close);
    TemporaryFolder.delete(home);
  }

  private ProcessBuilder builder(String... args) {
    List<String> words = new ArrayList<>(DefaultSignals.LAUNCHER);
    words.addAll(place);
    words.addAll(commandLine(args));
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    dropInherited(builder.environment());
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(env);
    return builder;
  }

  /** With the option of {@code make coverage}, if it runs. */
  private static CommandHarness java(List<String> options, String... program) {
    List<String> command = new ArrayList<>(List.of(QuickStart.JAVA));
    String coverage = System.getProperty("shippy.jvm.option", "");
    if (!coverage.isEmpty()) {
      command.add(coverage);
    }
    command.addAll(options);
    command.addAll(List.of(program));
    return new CommandHarness(command);
  }

  private static String existing(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          "jar: %s (expected: a file, which mvn package makes)".formatted(jar));
    }
    return jar.toAbsolutePath().toString();
  }

  /**
   * The words before a command that restore SIGINT. Test runs in the background ({@code make test
   * &}) ignore SIGINT, programs inherit that, and a JVM then never reacts to it. GNU {@code env}
   * restores the default and then becomes the program. Empty if {@code env} cannot.
   */
  private static final class DefaultSignals {
    static final List<String> LAUNCHER =
        SystemCommand.succeeds("env", "--default-signal=INT", "true")
            ? List.of("env", "--default-signal=INT")
            : List.of();
  }
}
