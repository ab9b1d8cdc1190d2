package shippy.console.io;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * The streams that a process gets from its parent. If one is closed ({@code <&-}), the JVM's own
 * files take its number: reading it gives bytes of the JDK, and writing it fails. Stateless.
 */
final class StandardStream {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private StandardStream() {}

  /** Whether a descriptor was closed when this process began; false where it cannot be told. */
  private static boolean isClosed(int descriptor) {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return false;
    }
    try {
      Path target = Files.readSymbolicLink(DESCRIPTORS.resolve(String.valueOf(descriptor)));
      return target.startsWith(Path.of(System.getProperty("java.home", "/")).toRealPath())
          || target.toString().endsWith(".jsa")
          || isOnClassPath(target);
    } catch (IOException e) {
      return true; // there is no such descriptor
    }
  }

  private static boolean isOnClassPath(Path target) {
    String entries = System.getProperty("java.class.path", "");
    return Stream.of(entries.split(File.pathSeparator, -1))
        .anyMatch(entry -> Path.of(entry).toAbsolutePath().normalize().equals(target));
  }

  /** Standard input. If it is closed, reading throws a problem that says so. */
  static InputStream in() {
    return isClosed(0) ? new ClosedInput() : System.in;
  }

  /** The problem of results that could not be written. */
  static Problem lostOutput() {
    return isClosed(1)
        ? Problem.of(ExitCode.FAILED, "standard output is closed")
            .withFix("> FILE", "keep the results, or /dev/null")
        : Problem.of(ExitCode.FAILED, "standard output could not be written")
            .withLikely("the disk is full")
            .withFix("df -h", "is there space left?");
  }

  private static final class ClosedInput extends InputStream {
    @Override
    public int read() {
      throw closed();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      throw closed();
    }

    private static ProblemException closed() {
      return Problem.of(ExitCode.NO_INPUT, "standard input is closed")
          .withFix("< FILE", "read that, or /dev/null")
          .toException();
    }
  }
}
