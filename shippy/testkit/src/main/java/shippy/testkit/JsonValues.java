package shippy.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads JSON that a program printed. Stateless. */
public final class JsonValues {
  private JsonValues() {}

  /** The number of JSON values in the text; each must be well-formed. */
  public static int count(String text) {
    int depth = 0;
    int values = 0;
    try (JsonParser json = new JsonFactory().createParser(text)) {
      while (json.nextToken() != null) {
        depth +=
            json.currentToken().isStructStart() ? 1 : json.currentToken().isStructEnd() ? -1 : 0;
        values += depth == 0 ? 1 : 0;
      }
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
    return values;
  }
}
