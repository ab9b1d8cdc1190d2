package shippy.json;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import shippy.problem.Suggestion;

/**
 * Reads the current value of the cursor if it is no message. Numbers and truth values may be in
 * quotes, as protobuf's JSON allows and as query strings have them.
 */
final class ScalarReader {
  private static final int MAX_NUMBER = 400;

  /** A number of a million digits takes seconds to convert, {@code 1e999999999} all memory. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d{1,3})?");

  private static final Set<String> NO_NUMBER = Set.of("NaN", "Infinity", "-Infinity");

  private final JsonCursor json;
  private final int maxText;

  ScalarReader(JsonCursor json, int maxText) {
    this.json = json;
    this.maxText = maxText;
  }

  /** The value as the field holds it. */
  Object read(FieldDescriptor field, String path) {
    return switch (field.getType()) {
      case INT32, SINT32, SFIXED32 -> integer(path, 31, true).intValue();
      case INT64, SINT64, SFIXED64 -> integer(path, 63, true).longValue();
      case UINT32, FIXED32 -> integer(path, 32, false).intValue();
      case UINT64, FIXED64 -> integer(path, 64, false).longValue();
      case FLOAT -> real(path, Float::valueOf, Float.MAX_VALUE);
      case DOUBLE -> real(path, Double::valueOf, Double.MAX_VALUE);
      case BOOL -> truth(path);
      case STRING -> text(path);
      case BYTES -> bytes(path);
      case ENUM -> constant(field.getEnumType(), path);
      case MESSAGE, GROUP ->
          throw new IllegalArgumentException("field: %s (expected: no message)".formatted(path));
    };
  }

  /** Checks a value of one of Go's basic types; others have no JSON of their own. */
  void check(String goType, String path) {
    switch (goType) {
      case "int32" -> integer(path, 31, true);
      case "int64" -> integer(path, 63, true);
      case "uint32" -> integer(path, 32, false);
      case "uint64" -> integer(path, 64, false);
      case "float32" -> real(path, Float::valueOf, Float.MAX_VALUE);
      case "float64" -> real(path, Double::valueOf, Double.MAX_VALUE);
      case "bool" -> truth(path);
      case "string" -> text(path);
      default -> {}
    }
  }

  /** The current name as the key of a map. */
  Object key(FieldDescriptor type, String path) {
    return read(type, path + ": key");
  }

  String text(String path) {
    require(json.is(JsonToken.VALUE_STRING) || atName(), path, "text in double quotes");
    String text = json.value();
    if (text.length() > maxText) {
      String what = "a text of %d characters (expected: at most %d)";
      throw json.error(path, what.formatted(text.length(), maxText), "");
    }
    boolean whole = text.codePoints().noneMatch(ScalarReader::isHalfOfPair);
    require(whole, path, "whole characters: this has half of a \\ud800-\\udfff pair");
    return text;
  }

  private <T extends Number> T real(String path, Function<String, T> parse, T max) {
    if (inQuotes() && NO_NUMBER.contains(json.value())) {
      return parse.apply(json.value());
    }
    T value = parse.apply(number(path, "a number"));
    require(Double.isFinite(value.doubleValue()), path, "a number up to " + max);
    return value;
  }

  private BigInteger integer(String path, int bits, boolean signed) {
    BigInteger limit = BigInteger.ONE.shiftLeft(bits);
    BigInteger least = signed ? limit.negate() : BigInteger.ZERO;
    String expected = "a whole number, %s to %s".formatted(least, limit.subtract(BigInteger.ONE));
    BigInteger value =
        whole(number(path, expected))
            .orElseThrow(() -> json.wrong(path, "a whole number, without fraction"));
    require(value.compareTo(least) >= 0 && value.compareTo(limit) < 0, path, expected);
    return value;
  }

  private String number(String path, String expected) {
    boolean bare = json.is(JsonToken.VALUE_NUMBER_INT) || json.is(JsonToken.VALUE_NUMBER_FLOAT);
    require(bare || inQuotes(), path, expected);
    String text = json.value();
    if (text.length() > MAX_NUMBER) {
      String what = "a number of %d characters (expected: at most %d)";
      throw json.error(path, what.formatted(text.length(), MAX_NUMBER), "");
    }
    require(isNumber(text), path, expected);
    return text;
  }

  /** Whether it is a number, and one whose conversion costs little. */
  private static boolean isNumber(String text) {
    return text.length() <= MAX_NUMBER && NUMBER.matcher(text).matches();
  }

  /** The value, if it is whole: {@code 7}, {@code 7.0}, {@code 1E+3}. */
  private static Optional<BigInteger> whole(String text) {
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    return value.scale() <= 0 ? Optional.of(value.toBigInteger()) : Optional.empty();
  }

  private boolean truth(String path) {
    boolean yes = json.is(JsonToken.VALUE_TRUE) || (inQuotes() && json.value().equals("true"));
    boolean no = json.is(JsonToken.VALUE_FALSE) || (inQuotes() && json.value().equals("false"));
    require(yes || no, path, "true or false");
    return yes;
  }

  private ByteString bytes(String path) {
    require(json.is(JsonToken.VALUE_STRING), path, "bytes as base64 text in double quotes");
    String text = json.value();
    boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    try {
      return ByteString.copyFrom((url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text));
    } catch (IllegalArgumentException e) {
      throw json.wrong(path, "bytes as base64 text in double quotes").problem().toException(e);
    }
  }

  /** A constant by name or number; open enums accept numbers without a name. */
  private EnumValueDescriptor constant(EnumDescriptor type, String path) {
    List<String> known = type.getValues().stream().map(EnumValueDescriptor::getName).toList();
    String expected = String.join(", ", known);
    boolean word = json.is(JsonToken.VALUE_STRING) && !isNumber(json.value());
    EnumValueDescriptor named = word ? type.findValueByName(json.value()) : null;
    if (named != null) {
      return named;
    }
    if (word) {
      String near = Suggestion.nearest(json.value(), known).map(MessageReader::meant).orElse("");
      throw json.wrong(path, expected, near);
    }
    boolean scalar = inQuotes() || json.is(JsonToken.VALUE_NUMBER_INT);
    require(scalar || json.is(JsonToken.VALUE_NUMBER_FLOAT), path, expected);
    int number = integer(path, 31, true).intValue();
    EnumValueDescriptor value = type.findValueByNumber(number);
    require(value != null || !type.isClosed(), path, expected);
    return value != null ? value : type.findValueByNumberCreatingIfUnknown(number);
  }

  private boolean inQuotes() {
    return json.is(JsonToken.VALUE_STRING) || atName();
  }

  private boolean atName() {
    return json.is(JsonToken.FIELD_NAME);
  }

  private void require(boolean holds, String path, String expected) {
    if (!holds) {
      throw json.wrong(path, expected);
    }
  }

  private static boolean isHalfOfPair(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
