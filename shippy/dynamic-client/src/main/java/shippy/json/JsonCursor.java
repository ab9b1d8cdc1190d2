package shippy.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import shippy.problem.ProblemException;

/**
 * Reads a JSON text token by token, strictly: it refuses comments, single quotes and all else that
 * only looks like JSON. Errors name their place. One thread.
 */
public final class JsonCursor {
  private static final int MAX_DEPTH = 64;

  // Long numbers are copied but not converted, and then refused by their reader with their place:
  // the parser's own limit would be reported at the name of the field.
  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String text;
  private final TextErrors errors;
  private final JsonParser json;
  private final int start;

  private JsonCursor(String text, TextErrors errors, JsonParser json, int start) {
    this.text = text;
    this.errors = errors;
    this.json = json;
    this.start = start;
  }

  /** Before the first token. The text has no byte-order mark. */
  public static JsonCursor of(String text, TextErrors errors) {
    try {
      return new JsonCursor(text, errors, STRICT.createParser(text), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text can be read
    }
  }

  /** Another cursor, before the token that starts there. */
  JsonCursor ahead(int from) {
    try {
      StringReader rest = new StringReader(text);
      rest.skip(from);
      return new JsonCursor(text, errors, STRICT.createParser(rest), from);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text can be read
    }
  }

  /**
   * Goes to the next token; null at the end of the text.
   *
   * @throws ProblemException where it is no JSON
   */
  public @Nullable JsonToken next() {
    try {
      JsonToken token = json.nextToken();
      json.finishToken(); // else a text is read later, outside of this try
      return token;
    } catch (JsonProcessingException e) {
      throw SyntaxError.explain(this, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes to the end of the current value. */
  void skip() {
    int depth = 0;
    do {
      depth += is(JsonToken.START_OBJECT) || is(JsonToken.START_ARRAY) ? 1 : 0;
      depth -= is(JsonToken.END_OBJECT) || is(JsonToken.END_ARRAY) ? 1 : 0;
    } while (depth > 0 && next() != null);
  }

  public boolean is(JsonToken token) {
    return json.currentToken() == token;
  }

  JsonToken token() {
    return requireNonNull(json.currentToken(), "token");
  }

  /** The current name, or the name of the current value. */
  public String name() {
    try {
      return String.valueOf(json.currentName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The current value, without quotes and escapes. */
  String value() {
    try {
      return json.getText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the current token is. */
  public TextRange here() {
    return TextRange.token(text, place(json.currentTokenLocation()));
  }

  /** The offset of a place that the parser names. */
  int place(JsonLocation location) {
    return start + (int) Math.max(0, location.getCharOffset());
  }

  /** Where the current token ends. */
  int end() {
    return place(json.currentLocation());
  }

  String text() {
    return text;
  }

  /** Says that the current value is not what its field expects. */
  public ProblemException wrong(String path, String expected) {
    return wrong(path, expected, "");
  }

  ProblemException wrong(String path, String expected, String remark) {
    return error(path, "%s (expected: %s)".formatted(SyntaxError.shown(raw()), expected), remark);
  }

  /** The same in other words. */
  ProblemException error(String path, String what, String remark) {
    return errors.error(here(), path.isEmpty() ? what : path + ": " + what, remark);
  }

  public ProblemException error(TextRange at, String what, String remark) {
    return errors.error(at, what, remark);
  }

  /** The current token as it is written. */
  String raw() {
    return here().of(text);
  }
}
