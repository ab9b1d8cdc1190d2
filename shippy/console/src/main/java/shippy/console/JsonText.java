package shippy.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import shippy.problem.ProblemText;

/** JSON with no control character in it but line feeds. Stateless. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** The document, indented by two blanks, without a final line feed. */
  static String document(View.Json body) {
    return written(
        json -> {
          json.setPrettyPrinter(new Indented());
          body.write(json);
        });
  }

  /** The same document in one line. */
  static String line(View.Json body) {
    return written(json -> read(written(body), parser -> copy(parser, json)));
  }

  /** What reads a document token by token. */
  @FunctionalInterface
  interface Reader {
    void read(JsonParser json) throws IOException;
  }

  /** Reads what one of the methods here has written. */
  static void read(String document, Reader reader) {
    try (JsonParser parser = FACTORY.createParser(document)) {
      reader.read(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(JsonParser from, JsonGenerator to) throws IOException {
    while (from.nextToken() != null) {
      to.copyCurrentEventExact(from);
    }
  }

  private static String written(View.Json body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string writer does not fail
    }
    return escapeControls(text.toString());
  }

  /**
   * JSON allows U+007F to U+009F and the bidirectional marks as they are; a terminal obeys them.
   * Outside of strings there is no such character, so escaping them anywhere is right.
   */
  private static String escapeControls(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || !ProblemText.isUnsafe(c)) {
                out.appendCodePoint(c);
              } else {
                for (char half : Character.toChars(c)) {
                  out.append("\\u%04x".formatted((int) half));
                }
              }
            });
    return out.toString();
  }

  private static final class Indented extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1;

    Indented() {
      super(
          Separators.createDefaultInstance()
              .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
              .withObjectEmptySeparator("")
              .withArrayEmptySeparator(""));
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      indentObjectsWith(lines);
      indentArraysWith(lines);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new Indented();
    }
  }
}
