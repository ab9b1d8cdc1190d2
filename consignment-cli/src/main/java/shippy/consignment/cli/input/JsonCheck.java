package shippy.consignment.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/**
 * Walks a JSON text beside a message type and refuses what the protobuf parser would accept
 * silently, convert slowly or report without a place. One use, one thread.
 */
final class JsonCheck {
  // A long number is copied, not converted, before ValueCheck refuses it with its place; the
  // parser's own limit would fire while it still stands at the field's name.
  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxNumberLength(Source.MAX_BYTES)
                  .maxStringLength(Source.MAX_BYTES)
                  .build())
          .build();

  private final Document document;
  private final JsonParser json;
  private final ValueCheck values;

  private JsonCheck(Document document, JsonParser json) {
    this.document = document;
    this.json = json;
    this.values = new ValueCheck(document, json);
  }

  /**
   * Where the values of the top-level fields are.
   *
   * @throws ProblemException that points at the first place where the text is not such a message
   */
  static Map<FieldDescriptor, Span> check(Document document, Descriptor type) {
    try (JsonParser json = STRICT.createParser(document.text())) {
      return new JsonCheck(document, json).document(type);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // closing a parser of a text does not fail
    }
  }

  private Map<FieldDescriptor, Span> document(Descriptor type) throws IOException {
    if (document.text().isBlank()) {
      throw document.error(new Span(0, 0), "empty (expected: a JSON object)");
    }
    if (next() != JsonToken.START_OBJECT) {
      String kind = json.currentToken() == JsonToken.START_ARRAY ? "an array" : "not an object";
      throw document.error(
          here(), "%s (expected: one %s as a JSON object)".formatted(kind, type.getName()));
    }
    Map<FieldDescriptor, Span> places = object(type, "");
    if (next() != null) {
      throw document.error(
          here(),
          "text after the end of the %s (expected: one per file)".formatted(type.getName()));
    }
    return places;
  }

  private Map<FieldDescriptor, Span> object(Descriptor type, String path) throws IOException {
    Map<FieldDescriptor, Span> places = new HashMap<>();
    while (next() != JsonToken.END_OBJECT) {
      FieldDescriptor field = field(type);
      String name = path + field.getName();
      if (places.containsKey(field)) {
        throw document.error(here(), name + ": given twice");
      }
      next();
      places.put(field, here());
      if (json.currentToken() != JsonToken.VALUE_NULL) {
        value(field, name);
      }
    }
    return places;
  }

  private FieldDescriptor field(Descriptor type) throws IOException {
    String typed = json.currentName();
    List<String> known = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      if (field.getName().equals(typed) || field.getJsonName().equals(typed)) {
        return field;
      }
      known.add(field.getName());
    }
    Span at = here();
    throw document.error(
        at,
        "unknown field %s in %s"
            .formatted(SyntaxError.shown(at.of(document.text())), type.getName()),
        Suggestion.nearest(typed, known).map("did you mean \"%s\"?"::formatted).orElse(""));
  }

  private void value(FieldDescriptor field, String path) throws IOException {
    if (!field.isRepeated()) {
      single(field, path);
      return;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw values.wrong(path, "an array [...]");
    }
    for (int i = 0; next() != JsonToken.END_ARRAY; i++) {
      single(field, "%s[%d]".formatted(path, i));
    }
  }

  private void single(FieldDescriptor field, String path) throws IOException {
    if (!ValueCheck.isObject(field)) {
      values.check(field, path);
    } else if (json.currentToken() == JsonToken.START_OBJECT) {
      object(field.getMessageType(), path + ".");
    } else {
      throw values.wrong(path, "an object {...}");
    }
  }

  private JsonToken next() throws IOException {
    try {
      JsonToken token = json.nextToken();
      json.finishToken(); // a text is read when asked for, too late for this catch
      return token;
    } catch (JsonProcessingException e) {
      int place = (int) json.currentTokenLocation().getCharOffset();
      throw SyntaxError.explain(document, e, Math.max(place, 0));
    }
  }

  private Span here() {
    return values.here();
  }
}
