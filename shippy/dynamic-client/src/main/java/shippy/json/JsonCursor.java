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
 * Goes through the tokens of a JSON text, strictly: no comments, no single quotes, nothing that
 * only looks like JSON. Errors have a place. One thread.
 */
public final class JsonCursor {
  private static final int MAX_DEPTH = 64;

  // Long numbers are copied, not converted, before their reader refuses them with their place: the
  // parser's own limit would fire while it still stands at the field's name.
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

  /** Another one, before the token that starts there. */
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
   * Goes on; null at the end of the text.
   *
   * @throws ProblemException where it is no JSON
   */
  public @Nullable JsonToken next() {
    try {
      JsonToken token = json.nextToken();
      json.finishToken(); // a text is read when asked for, too late for this catch
      return token;
    } catch (JsonProcessingException e) {
      throw SyntaxError.explain(this, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes to the end of the value at hand. */
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

  /** The name at hand, or that of the value at hand. */
  public String name() {
    try {
      return String.valueOf(json.currentName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value at hand, without quotes and escapes. */
  String value() {
    try {
      return json.getText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int length() {
    try {
      return json.getTextLength();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the token at hand is. */
  public TextRange here() {
    return TextRange.token(text, place(json.currentTokenLocation()));
  }

  /** The offset of a place that the parser names. */
  int place(JsonLocation location) {
    return start + (int) Math.max(0, location.getCharOffset());
  }

  /** Where the token at hand ends. */
  int end() {
    return place(json.currentLocation());
  }

  String text() {
    return text;
  }

  /** That the value at hand is not what its field wants. */
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

  /** The token at hand as it is written. */
  String raw() {
    return here().of(text);
  }
}
