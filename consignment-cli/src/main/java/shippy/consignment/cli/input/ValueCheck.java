package shippy.consignment.cli.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.io.IOException;
import java.text.ParseException;
import shippy.problem.ProblemException;

/** Checks one value that is not an object, at the place where the parser stands. */
final class ValueCheck {
  /** Of a numeral; the longest int64 has 20. Converting one of a million digits takes seconds. */
  private static final int MAX_DIGITS = 20;

  private static final int MAX_TEXT = 65_536;

  private final Document document;
  private final JsonParser json;

  ValueCheck(Document document, JsonParser json) {
    this.document = document;
    this.json = json;
  }

  /** Whether values of the field are JSON objects. */
  static boolean isObject(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE && !isTimestamp(field);
  }

  void check(FieldDescriptor field, String path) throws IOException {
    switch (field.getJavaType()) {
      case INT -> int32(path);
      case BOOLEAN -> bool(path);
      case STRING -> text(path);
      case ENUM -> text(path);
      case MESSAGE -> timestamp(path);
      case LONG, FLOAT, DOUBLE, BYTE_STRING ->
          throw new IllegalArgumentException(
              "field: %s (expected: a type that ValueCheck knows)".formatted(field));
    }
  }

  ProblemException wrong(String path, String expected) {
    Span at = here();
    return document.error(
        at,
        "%s: %s (expected: %s)"
            .formatted(path, SyntaxError.shown(at.of(document.text())), expected));
  }

  Span here() {
    return Span.token(document.text(), (int) json.currentTokenLocation().getCharOffset());
  }

  private void int32(String path) throws IOException {
    if (!json.currentToken().isNumeric()) {
      boolean quoted = json.currentToken() == JsonToken.VALUE_STRING;
      throw wrong(path, quoted ? "a whole number, without quotes" : "a whole number");
    }
    if (json.getTextLength() > MAX_DIGITS) {
      throw document.error(
          here(),
          "%s: a number of %d characters (expected: at most %d)"
              .formatted(path, json.getTextLength(), MAX_DIGITS));
    }
    if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      throw wrong(path, "a whole number, without fraction or exponent");
    }
    if (json.getNumberType() != JsonParser.NumberType.INT) {
      throw wrong(path, "a whole number of at most " + Integer.MAX_VALUE);
    }
  }

  private void bool(String path) {
    if (!json.currentToken().isBoolean()) {
      throw wrong(path, "true or false");
    }
  }

  private void text(String path) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(path, "text in double quotes");
    }
    if (json.getTextLength() > MAX_TEXT) {
      throw document.error(
          here(),
          "%s: a text of %d characters (expected: at most %d)"
              .formatted(path, json.getTextLength(), MAX_TEXT));
    }
    if (json.getText().codePoints().anyMatch(ValueCheck::isHalfOfPair)) {
      throw wrong(path, "whole characters: this has half of a \\ud800-\\udfff pair");
    }
  }

  private void timestamp(String path) throws IOException {
    text(path);
    try {
      Timestamps.parse(json.getText());
    } catch (ParseException e) {
      throw wrong(path, "a time such as 2026-11-21T12:00:00Z").problem().toException(e);
    }
  }

  private static boolean isTimestamp(FieldDescriptor field) {
    return field.getMessageType().equals(Timestamp.getDescriptor());
  }

  private static boolean isHalfOfPair(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
