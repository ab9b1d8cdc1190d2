package shippy.invoke;

import io.grpc.Metadata;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Pairs of text as gRPC metadata. Stateless. */
final class RequestMetadata {
  private static final Pattern NAME = Pattern.compile("(?!grpc-)[0-9a-z_.-]{1,100}(?<!-bin)");
  private static final Pattern VALUE = Pattern.compile("[ -~]{0,4096}");

  private RequestMetadata() {}

  /**
   * The metadata to send.
   *
   * @throws ProblemException with code {@code USAGE} for what gRPC cannot send, or uses itself
   */
  static Metadata of(Map<String, String> pairs) {
    Metadata metadata = new Metadata();
    pairs.forEach(
        (name, value) -> {
          String key = name.toLowerCase(Locale.ROOT);
          if (!NAME.matcher(key).matches()) {
            throw wrong("name", name, "letters, digits, - _ . and neither grpc-… nor …-bin");
          }
          if (!VALUE.matcher(value).matches()) {
            throw wrong("value of " + name, value, "printable ASCII, at most 4096 characters");
          }
          metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
        });
    return metadata;
  }

  private static ProblemException wrong(String what, String text, String expected) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return Problem.of(
            ExitCode.USAGE, "metadata: %s: \"%s\" (expected: %s)".formatted(what, shown, expected))
        .toException();
  }
}
