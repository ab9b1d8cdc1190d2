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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;

/**
 * Walks a JSON text beside a message type and refuses what the protobuf parser would accept
 * silently, convert slowly or report without a place. The text is one consignment, an array of
 * them, a response of the service that holds some, or a record that {@code --errors} wrote. One
 * use, one thread.
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

  private static final Descriptor WANTED = Consignment.getDescriptor();
  private static final Set<String> RESPONSE =
      Response.getDescriptor().getFields().stream()
          .flatMap(field -> Stream.of(field.getName(), field.getJsonName()))
          .collect(Collectors.toUnmodifiableSet());

  private final Document document;
  private final JsonParser json;
  private final ValueCheck values;
  private final List<Found> found = new ArrayList<>();

  /**
   * A consignment.
   *
   * @param whole where it is
   * @param places where the values of its fields are
   */
  record Found(Span whole, Map<FieldDescriptor, Span> places) {}

  private JsonCheck(Document document, JsonParser json) {
    this.document = document;
    this.json = json;
    this.values = new ValueCheck(document, json);
  }

  /**
   * The consignments in the text.
   *
   * @throws ProblemException that points at the first place where the text holds something else
   */
  static List<Found> check(Document document) {
    try (JsonParser json = STRICT.createParser(document.text())) {
      JsonCheck check = new JsonCheck(document, json);
      check.document();
      return check.found;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // closing a parser of a text does not fail
    }
  }

  private void document() throws IOException {
    if (document.text().isBlank()) {
      throw document.error(new Span(0, 0), "empty (expected: a JSON object)");
    }
    switch (next()) {
      case START_OBJECT -> top();
      case START_ARRAY -> array();
      default -> throw noConsignment();
    }
    if (next() != null) {
      throw document.error(
          here(),
          "text after the end of the %s (expected: one per file, or an array [...])"
              .formatted(WANTED.getName()));
    }
  }

  private void array() throws IOException {
    while (next() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw noConsignment();
      }
      top();
    }
  }

  /** What kind of object it is, its first name tells. */
  private void top() throws IOException {
    int start = here().start();
    JsonToken first = next();
    String name = first == JsonToken.FIELD_NAME ? json.currentName() : "";
    if (RESPONSE.contains(name)) {
      fields(Response.getDescriptor(), "", first);
    } else if (name.equals(FailedRecord.AT)) {
      failedRecord();
    } else {
      wanted(start, fields(WANTED, "", first));
    }
  }

  private void failedRecord() throws IOException {
    do {
      boolean record = json.currentName().equals(FailedRecord.RECORD);
      JsonToken value = next();
      if (record && value == JsonToken.START_OBJECT) {
        object(WANTED, "");
      } else if (record) {
        throw document.error(
            here(), "record: was not read (expected: the consignment as a JSON object)");
      } else if (value != JsonToken.VALUE_STRING) {
        throw values.wrong(json.currentName(), "text in double quotes");
      }
    } while (next() != JsonToken.END_OBJECT);
  }

  private void object(Descriptor type, String path) throws IOException {
    int start = here().start();
    Map<FieldDescriptor, Span> places = fields(type, path, next());
    if (type.equals(WANTED)) {
      wanted(start, places);
    }
  }

  private void wanted(int start, Map<FieldDescriptor, Span> places) {
    int end = (int) json.currentLocation().getCharOffset();
    found.add(new Found(new Span(start, end), places));
  }

  private Map<FieldDescriptor, Span> fields(Descriptor type, String path, JsonToken first)
      throws IOException {
    Map<FieldDescriptor, Span> places = new HashMap<>();
    for (JsonToken token = first; token != JsonToken.END_OBJECT; token = next()) {
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

  private ProblemException noConsignment() {
    return document.error(
        here(),
        "not an object (expected: a %s as a JSON object, or an array of them)"
            .formatted(WANTED.getName()));
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
