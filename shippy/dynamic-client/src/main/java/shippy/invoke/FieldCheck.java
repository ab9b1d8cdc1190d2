package shippy.invoke;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/**
 * Checks one value at the place where the parser stands. Numbers and truth values may stand in
 * quotes, as protobuf's JSON allows and as they come from a query string.
 */
final class FieldCheck {
  private static final int MAX_SHOWN = 40;

  /**
   * No longer: converting a number of a million digits, or with such an exponent, takes minutes.
   */
  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,20}");

  private static final Pattern REAL =
      Pattern.compile("-?\\d{1,400}(\\.\\d{1,400})?([eE][-+]?\\d{1,3})?|NaN|-?Infinity");
  private static final Pattern HUGE = Pattern.compile("\\s*[-+\\d.]+[eE][-+]?\\d{4,}\\s*");
  private static final Pattern TRUTH = Pattern.compile("true|false");

  private final JsonParser json;

  FieldCheck(JsonParser json) {
    this.json = json;
  }

  /** The value at hand as one of that field, which is no message. */
  void check(FieldDescriptor field, String path) throws IOException {
    switch (field.getType()) {
      case INT32, SINT32, SFIXED32 -> integer(path, 31, true);
      case INT64, SINT64, SFIXED64 -> integer(path, 63, true);
      case UINT32, FIXED32 -> integer(path, 32, false);
      case UINT64, FIXED64 -> integer(path, 64, false);
      case FLOAT, DOUBLE -> require(scalar() && matches(REAL), path, "a number");
      case BOOL -> require(scalar() && matches(TRUTH), path, "true or false");
      case STRING -> text(path);
      case BYTES -> text(path);
      case ENUM -> constant(field.getEnumType(), path);
      case MESSAGE, GROUP ->
          throw new IllegalArgumentException("field: %s (expected: no message)".formatted(path));
    }
  }

  void text(String path) throws IOException {
    require(json.currentToken() == JsonToken.VALUE_STRING, path, "text in double quotes");
    boolean whole = json.getText().codePoints().noneMatch(FieldCheck::isHalfOfPair);
    require(whole, path, "whole characters: this has half of a \\ud800-\\udfff pair");
  }

  /** A value of any kind, to its end; only numbers that are costly to convert are refused. */
  void anything(String path) throws IOException {
    int depth = 0;
    do {
      JsonToken token = json.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      boolean costly =
          token.isNumeric()
              ? !matches(REAL)
              : token == JsonToken.VALUE_STRING && HUGE.matcher(json.getText()).matches();
      require(!costly, path, "numbers of a usual size");
    } while (depth > 0 && json.nextToken() != null);
  }

  /** The key of a map. */
  void key(FieldDescriptor type, String key, String path) {
    boolean fits =
        switch (type.getJavaType()) {
          case STRING -> key.codePoints().noneMatch(FieldCheck::isHalfOfPair);
          case BOOLEAN -> TRUTH.matcher(key).matches();
          case INT, LONG -> INTEGER.matcher(key).matches();
          case FLOAT, DOUBLE, BYTE_STRING, ENUM, MESSAGE -> false; // no .proto file can say so
        };
    if (!fits) {
      throw error("%s: key %s (expected: another)".formatted(path, quoted(key)));
    }
  }

  private void integer(String path, int bits, boolean signed) throws IOException {
    BigInteger limit = BigInteger.ONE.shiftLeft(bits);
    BigInteger least = signed ? limit.negate() : BigInteger.ZERO;
    require(scalar() && matches(INTEGER), path, "a whole number, without fraction or exponent");
    BigInteger value = new BigInteger(json.getText());
    boolean fits = value.compareTo(least) >= 0 && value.compareTo(limit) < 0;
    require(fits, path, "%s to %s".formatted(least, limit.subtract(BigInteger.ONE)));
  }

  private void constant(EnumDescriptor type, String path) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      integer(path, 31, true);
      return;
    }
    if (type.getFullName().equals("google.protobuf.NullValue")) {
      return;
    }
    List<String> known = type.getValues().stream().map(EnumValueDescriptor::getName).toList();
    boolean text = json.currentToken() == JsonToken.VALUE_STRING;
    if (!text || !known.contains(json.getText())) {
      Problem problem = wrong(path, String.join(", ", known)).problem();
      throw (text ? Suggestion.add(problem, json.getText(), known) : problem).toException();
    }
  }

  private boolean scalar() {
    return json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL;
  }

  private boolean matches(Pattern pattern) throws IOException {
    return pattern.matcher(json.getText()).matches();
  }

  private void require(boolean holds, String path, String expected) throws IOException {
    if (!holds) {
      throw wrong(path, expected);
    }
  }

  ProblemException wrong(String path, String expected) throws IOException {
    String shown =
        switch (json.currentToken()) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> quoted(json.getText());
          default -> cut(json.getText());
        };
    String subject = path.isEmpty() ? "" : path + ": ";
    return error("%s%s (expected: %s)".formatted(subject, shown, expected));
  }

  /** {@code request:line:column: what}, at the place of the parser. */
  ProblemException error(String what) {
    JsonLocation at = json.currentTokenLocation();
    return Problem.of(
            ExitCode.BAD_INPUT,
            "request:%d:%d: %s".formatted(at.getLineNr(), at.getColumnNr(), what))
        .toException();
  }

  static String quoted(String text) {
    return '"' + cut(text) + '"';
  }

  private static String cut(String text) {
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
  }

  private static boolean isHalfOfPair(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
