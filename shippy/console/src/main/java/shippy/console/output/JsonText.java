package shippy.console.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import shippy.problem.ProblemText;

/** Writes JSON without control characters except line feeds. Stateless. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** The document, indented by two blanks, without a final line feed. */
  static String document(View.Json body) {
    return written(
        json -> {
          json.setPrettyPrinter(indented());
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
    // JSON allows U+007F to U+009F and bidirectional marks as they are; a terminal obeys them.
    return ProblemText.escape(text.toString(), ProblemText::jsonEscape);
  }

  private static PrettyPrinter indented() {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    return printer;
  }
}
