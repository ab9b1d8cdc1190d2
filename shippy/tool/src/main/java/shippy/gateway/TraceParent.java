package shippy.gateway;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a call stands in its trace, as W3C's {@code traceparent} has it.
 *
 * @param trace 32 hexadecimal digits
 * @param span of the call: 16 hexadecimal digits
 * @param parent the span it is within; empty if it begins the trace
 */
record TraceParent(String trace, String span, String parent) {
  static final String HEADER = "traceparent";

  private static final Pattern FORM =
      Pattern.compile("00-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-[0-9a-f]{2}");

  /** A new span, in the trace that was given or, if that is none, in a new one. */
  static TraceParent within(Optional<String> given) {
    Matcher m = FORM.matcher(given.orElse(""));
    return m.matches()
        ? new TraceParent(m.group(1), digits().substring(16), m.group(2))
        : new TraceParent(digits(), digits().substring(16), "");
  }

  /** The last half of a random UUID is not all zeros: it begins with the variant. */
  private static String digits() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  String text() {
    return "00-%s-%s-01".formatted(trace, span);
  }
}
