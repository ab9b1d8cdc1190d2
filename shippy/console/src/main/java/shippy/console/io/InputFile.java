package shippy.console.io;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import shippy.problem.ExitCode;
import shippy.problem.HostLocale;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/**
 * The input that an argument names: a file, a pipe such as {@code <(jq ...)}, or standard input.
 * Devices are refused, since they may never end. Immutable.
 */
public final class InputFile {
  /** The size of the largest document that is read. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final Set<String> STDIN =
      Set.of("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");
  private static final int OTHER_END_SECONDS = 3;
  private static final int TYPE = 0170000;
  private static final int PIPE = 0010000;

  private final String name;
  private final Path path;
  private final boolean stdin;

  private InputFile(String name, Path path, boolean stdin) {
    this.name = name;
    this.path = path;
    this.stdin = stdin;
  }

  /**
   * The input that the argument names; {@code -} is standard input.
   *
   * @throws ProblemException with code {@code NO_INPUT} if there is no such input
   */
  public static InputFile of(String argument) {
    Path path = required(argument);
    boolean regular = !argument.equals("-") && Files.isRegularFile(path);
    if (!regular && STDIN.contains(argument)) {
      return new InputFile("stdin", path, true);
    }
    if (!Files.exists(path)) {
      throw missing(argument);
    }
    if (!regular && !isPipe(path)) {
      String kind = Files.isDirectory(path) ? "a directory" : "a device";
      throw Problem.of(
              ExitCode.NO_INPUT, "%s: %s (expected: a file or a pipe)".formatted(argument, kind))
          .toException();
    }
    return new InputFile(argument, path, false);
  }

  /** Its name in errors. */
  public String name() {
    return name;
  }

  /** Whether it can be read only once, and its size is unknown. */
  public boolean isStream() {
    return stdin || !Files.isRegularFile(path);
  }

  /** Its size in bytes; 0 if unknown. */
  public long size() throws IOException {
    return isStream() ? 0 : Files.size(path);
  }

  /**
   * Opens it. Waits at most 3 s for the writer of a pipe. Closing the result leaves standard input
   * open.
   *
   * @throws ProblemException if nobody writes to the pipe
   */
  public InputStream open(InputStream standardInput) throws IOException {
    if (stdin) {
      return new FilterInputStream(standardInput) {
        @Override
        public void close() {}
      };
    }
    return isStream()
        ? await(name, "nobody writes to", () -> Files.newInputStream(path))
        : Files.newInputStream(path);
  }

  /**
   * All bytes of a document.
   *
   * @throws ProblemException with code {@code BAD_INPUT} if there are too many
   */
  public static byte[] read(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1); // counted here: a file may grow
    if (bytes.length > MAX_BYTES) {
      throw Problem.of(
              ExitCode.BAD_INPUT, "%s: too large (expected: at most 16 MiB)".formatted(name))
          .toException();
    }
    return bytes;
  }

  /** The problem of an input that cannot be read. */
  public static ProblemException unreadable(String name, IOException e) {
    return Problem.of(ExitCode.NO_INPUT, "%s: cannot be read".formatted(name))
        .withFact(String.valueOf(e.getMessage()))
        .withFix("ls -l " + name, "may you read it?")
        .toException(e);
  }

  /** Whether it is a pipe; opening one blocks until its other end is open. */
  public static boolean isPipe(Path path) {
    try {
      return ((Integer) Files.getAttribute(path, "unix:mode") & TYPE) == PIPE;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // it cannot be seen, or the system has no named pipes
    }
  }

  /**
   * Opens a pipe on a thread of its own and waits at most 3 s. A pipe that opens later is closed.
   *
   * @throws ProblemException with code {@code NO_INPUT} if its other end is not opened
   */
  public static <T extends Closeable> T await(String name, String who, Callable<T> opening)
      throws IOException {
    CompletableFuture<T> opened = new CompletableFuture<>();
    Thread opener = new Thread(() -> open(opening, opened), "open " + name);
    opener.setDaemon(true);
    opener.start();
    try {
      return opened.get(OTHER_END_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw Problem.of(
              ExitCode.NO_INPUT,
              "%s: a pipe that %s (waited %d s)".formatted(name, who, OTHER_END_SECONDS))
          .toException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(ExitCode.INTERRUPTED, "interrupted").toException(e);
    } finally {
      opened.cancel(false);
    }
  }

  private static <T extends Closeable> void open(Callable<T> opening, CompletableFuture<T> opened) {
    try {
      T end = opening.call();
      if (!opened.complete(end)) {
        end.close();
      }
    } catch (Exception e) {
      opened.completeExceptionally(e);
    }
  }

  private static Path required(String argument) {
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      boolean never = argument.indexOf('\0') >= 0;
      throw never ? missing(argument) : HostLocale.problem(e).toException(e);
    }
  }

  private static ProblemException missing(String argument) {
    Problem problem = Problem.of(ExitCode.NO_INPUT, "%s: no such file".formatted(argument));
    return Suggestion.add(problem, nearest(argument)).toException();
  }

  /** The most similar name in the folder of a path that does not exist. */
  public static Optional<String> nearest(String argument) {
    try {
      Path path = Path.of(argument);
      Path name = path.getFileName();
      return name == null ? Optional.empty() : nearest(path, name.toString());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty(); // there is no such folder: nothing to suggest
    }
  }

  private static Optional<String> nearest(Path path, String name) throws IOException {
    try (Stream<Path> files = Files.list(path.resolveSibling(""))) {
      List<String> names = files.limit(1000).map(p -> p.getFileName().toString()).toList();
      return Suggestion.nearest(name, names).map(near -> path.resolveSibling(near).toString());
    }
  }
}
