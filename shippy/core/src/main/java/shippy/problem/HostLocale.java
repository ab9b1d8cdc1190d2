package shippy.problem;

import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keeps the locale of the machine out of programs. Numbers and letters are the same everywhere.
 * Only the JVM's view of the system depends on it: arguments, variables and file names are bytes,
 * which it decodes as the locale says, and in the C locale that is ASCII. Stateless.
 */
public final class HostLocale {
  /** The JVM puts this in place of bytes that it cannot decode. */
  private static final char LOST = '\uFFFD';

  private static final Pattern READ = Pattern.compile("(MICRO|ETCD|XDG)_.*|HOME");
  private static final String WAY_OUT = "export LC_ALL=C.UTF-8";

  private HostLocale() {}

  /**
   * Makes this process format independently of any language. Call it first in a program.
   *
   * @throws shippy.problem.ProblemException if an argument, a variable that is read, or the working
   *     directory cannot be decoded: its text is lost
   */
  public static void leave(List<String> args, Map<String, String> env) {
    Locale.setDefault(Locale.ROOT);
    args.forEach(arg -> require(ExitCode.USAGE, "argument", arg));
    env.forEach(
        (name, value) -> {
          if (READ.matcher(name).matches()) {
            require(ExitCode.CONFIG, name, value);
          }
        });
    require(ExitCode.CONFIG, "working directory", System.getProperty("user.dir", ""));
  }

  private static void require(ExitCode code, String what, String text) {
    if (text.indexOf(LOST) >= 0) {
      throw explain(Problem.of(code, "%s: \"%s\" (expected: UTF-8 text)".formatted(what, text)))
          .toException();
    }
  }

  /** Explains why no file can have this name here. */
  public static Problem problem(InvalidPathException failure) {
    return explain(
        Problem.of(
            ExitCode.CONFIG,
            "\"%s\": no name of a file here: %s"
                .formatted(failure.getInput(), failure.getReason())));
  }

  private static Problem explain(Problem problem) {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    return encoding.equalsIgnoreCase("UTF-8")
        ? problem
        : problem
            .withLikely("the locale is not a UTF-8 one (%s)".formatted(encoding))
            .withFix(WAY_OUT, "then all letters arrive");
  }
}
