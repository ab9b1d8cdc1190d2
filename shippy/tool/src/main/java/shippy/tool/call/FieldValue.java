package shippy.tool.call;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * The value of one field, checked by its type as far as the flag can be named.
 *
 * @param raw whether the text is JSON as it is
 */
record FieldValue(String text, boolean raw) {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,20}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
  private static final Pattern INTEGERS = Pattern.compile("([su]?int|s?fixed)(32|64)?\\d*");

  /** The value of that type; a wrong one is a usage error that names the flag. */
  static FieldValue of(String flag, String type, String text) {
    if (INTEGERS.matcher(type).matches()) {
      return checked(WHOLE.matcher(text).matches(), flag, text, "a whole number, " + type);
    }
    if (type.equals("float") || type.equals("double")) {
      boolean named = text.matches("NaN|-?Infinity");
      return named
          ? new FieldValue(text, false)
          : checked(NUMBER.matcher(text).matches(), flag, text, "a number");
    }
    if (type.equals("bool")) {
      return checked(text.matches("true|false"), flag, text, "true or false");
    }
    boolean json = text.startsWith("{") || text.startsWith("[");
    return new FieldValue(text, json && !isText(type));
  }

  /** Whether JSON has it in quotes, whatever it is. */
  private static boolean isText(String type) {
    return type.equals("string") || type.equals("bytes") || type.contains(" (");
  }

  private static FieldValue checked(boolean right, String flag, String text, String expected) {
    if (!right) {
      throw Problem.of(
              ExitCode.USAGE, "--%s: \"%s\" (expected: %s)".formatted(flag, text, expected))
          .toException();
    }
    return new FieldValue(text, true);
  }

  void write(JsonGenerator json) throws IOException {
    if (raw) {
      json.writeRawValue(text);
    } else {
      json.writeString(text);
    }
  }
}
