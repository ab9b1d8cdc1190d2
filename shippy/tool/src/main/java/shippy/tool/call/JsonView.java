package shippy.tool.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import shippy.console.output.Text;
import shippy.console.output.View;

/**
 * An answer as it came: for people indented by tabs, as {@code micro call} shows it.
 *
 * @param answer JSON
 */
record JsonView(String answer) implements View {
  private static final JsonFactory FACTORY = new JsonFactory();

  @Override
  public void text(Text text) {
    new Lines(text).write(answer);
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(answer)) {
      while (parser.nextToken() != null) {
        json.copyCurrentEventExact(parser);
      }
    }
  }

  /** Writes one line for each value; {@link Text} removes control characters. */
  private static final class Lines {
    private final Text text;
    private int depth;
    private StringBuilder line = new StringBuilder();

    Lines(Text text) {
      this.text = text;
    }

    void write(String json) {
      try (JsonParser parser = FACTORY.createParser(json)) {
        JsonToken last = JsonToken.NOT_AVAILABLE;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          before(token, last);
          line.append(shown(token, parser));
          depth += token.isStructStart() ? 1 : 0;
          last = token;
        }
        end();
      } catch (IOException e) {
        throw new UncheckedIOException(e); // it was written as JSON
      }
    }

    private void before(JsonToken token, JsonToken last) {
      boolean close = token.isStructEnd();
      depth -= close ? 1 : 0;
      boolean first = last == JsonToken.NOT_AVAILABLE || last == JsonToken.FIELD_NAME;
      if (first || (close && last.isStructStart())) {
        return;
      }
      line.append(close || last.isStructStart() ? "" : ",");
      end();
    }

    private void end() {
      int tabs = 0;
      while (tabs < line.length() && line.charAt(tabs) == '\t') {
        tabs++;
      }
      text.indented(tabs, line.substring(tabs));
      line = new StringBuilder("\t".repeat(depth));
    }

    private static String shown(JsonToken token, JsonParser parser) throws IOException {
      return switch (token) {
        case START_OBJECT -> "{";
        case END_OBJECT -> "}";
        case START_ARRAY -> "[";
        case END_ARRAY -> "]";
        case FIELD_NAME -> quoted(parser.currentName()) + ": ";
        case VALUE_STRING -> quoted(parser.getText());
        default -> parser.getText();
      };
    }

    private static String quoted(String value) throws IOException {
      StringWriter text = new StringWriter();
      try (JsonGenerator json = FACTORY.createGenerator(text)) {
        json.writeString(value);
      }
      return text.toString();
    }
  }
}
