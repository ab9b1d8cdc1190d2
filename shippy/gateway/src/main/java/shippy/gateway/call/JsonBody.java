package shippy.gateway.call;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.Limits;

/** Reads the JSON of clients, strictly. Stateless. */
public final class JsonBody {
  private JsonBody() {}

  /** The object in the text; a blank text is an empty object. */
  public static JsonObject parse(String text) {
    if (text.isBlank()) {
      return new JsonObject();
    }
    JsonElement json = value(text, "one JSON object");
    if (!json.isJsonObject()) {
      throw HttpFault.of(400, "body: %s (expected: one JSON object)".formatted(kind(json)));
    }
    return json.getAsJsonObject();
  }

  /** Refuses a text that is not one value. */
  static void requireValue(String text) {
    JsonElement unused = value(text, "one JSON value");
  }

  private static JsonElement value(String text, String expected) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(Limits.JSON_DEPTH);
    try {
      JsonElement json = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        String what = json.isJsonObject() ? "text after the object" : kind(json);
        throw HttpFault.of(400, "body: %s (expected: %s)".formatted(what, expected));
      }
      return json;
    } catch (JsonParseException | IOException e) {
      throw HttpFault.of(400, "body: %s (expected: %s)".formatted(reason(e), expected));
    }
  }

  /** By RFC 7396: objects are merged, {@code null} removes, anything else replaces. */
  static JsonObject merge(JsonObject target, JsonObject patch) {
    for (Map.Entry<String, JsonElement> entry : patch.entrySet()) {
      JsonElement before = target.get(entry.getKey());
      JsonElement value = entry.getValue();
      if (value instanceof JsonNull) {
        target.remove(entry.getKey());
      } else if (value instanceof JsonObject inner) {
        JsonObject base = before instanceof JsonObject object ? object : new JsonObject();
        target.add(entry.getKey(), merge(base, inner));
      } else {
        target.add(entry.getKey(), value);
      }
    }
    return target;
  }

  private static String kind(JsonElement json) {
    return json.isJsonArray() ? "an array" : "a single value";
  }

  /** The first line of Gson's message, without the names of its classes and settings. */
  private static String reason(Exception failure) {
    Throwable cause = failure.getCause() instanceof IOException e ? e : failure;
    String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return text.replaceFirst("^Use JsonReader.setStrictness\\(.*?\\) to accept m", "m");
  }
}
