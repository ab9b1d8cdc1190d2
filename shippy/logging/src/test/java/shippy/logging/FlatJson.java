package shippy.logging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a flat object of strings, strictly: no duplicates, nothing after it. */
final class FlatJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private FlatJson() {}

  static Map<String, String> parse(String line) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      require(parser, JsonToken.START_OBJECT);
      Map<String, String> fields = new LinkedHashMap<>();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        require(parser, JsonToken.VALUE_STRING);
        fields.put(name, parser.getText());
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new AssertionError("not one flat object: " + line);
      }
      return fields;
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static void require(JsonParser parser, JsonToken expected) throws IOException {
    if (parser.nextToken() != expected) {
      throw new AssertionError("not " + expected + ": " + parser.currentToken());
    }
  }
}
