package shippy.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** What the API server would refuse, refused where the flag is known. Stateless. */
final class FlagRules {
  private static final Pattern LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern SERVICE_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
  private static final Pattern IMAGE = Pattern.compile("[a-z0-9][\\w./:@-]{0,254}");

  private FlagRules() {}

  /** A name of an object, which becomes a host name. */
  static String label(String flag, String value) {
    String expected = "a DNS label: a-z, 0-9 and dashes, a letter first, at most 63";
    return matching(LABEL, flag, value, expected);
  }

  /** A name that a service registers under, which becomes the value of a label. */
  static String serviceName(String flag, String value) {
    String expected = "the name it registers under, such as shippy.service.vessel; at most 63";
    return matching(SERVICE_NAME, flag, value, expected);
  }

  static String image(String flag, String value) {
    return matching(IMAGE, flag, value, "an image, such as registry.example/vessel:1.0");
  }

  static int within(String flag, int value, int least, int most) {
    if (value < least || value > most) {
      throw wrong(flag, Integer.toString(value), "%d-%d".formatted(least, most));
    }
    return value;
  }

  static void atMost(String flag, int value, String other, int most) {
    if (value > most) {
      throw wrong(flag, Integer.toString(value), "at most %s, which is %d".formatted(other, most));
    }
  }

  static Path folder(String flag, Path path) {
    if (!Files.isDirectory(path)) {
      throw wrong(flag, "\"" + path + "\"", "a folder that is there");
    }
    return path;
  }

  static <T> T given(String flag, Optional<T> value, String expected) {
    return value.orElseThrow(
        () ->
            Problem.of(ExitCode.USAGE, "%s: nothing given (expected: %s)".formatted(flag, expected))
                .toException());
  }

  private static String matching(Pattern pattern, String flag, String value, String expected) {
    if (!pattern.matcher(value).matches()) {
      throw wrong(flag, "\"" + value + "\"", expected);
    }
    return value;
  }

  private static ProblemException wrong(String flag, String value, String expected) {
    return Problem.of(ExitCode.USAGE, "%s: %s (expected: %s)".formatted(flag, value, expected))
        .toException();
  }
}
