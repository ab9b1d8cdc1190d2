package shippy.invoke;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/**
 * Requests from JSON. protobuf's parser is lenient and names no field; so a walk beside the message
 * type first refuses what is wrong, at its place. One use, one thread.
 */
final class RequestJson {
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(1000).build())
          .build();

  private final JsonParser json;
  private final FieldCheck values;

  private RequestJson(JsonParser json) {
    this.json = json;
    this.values = new FieldCheck(json);
  }

  /**
   * The request; blank text is one without fields.
   *
   * @throws ProblemException with code {@code BAD_INPUT} that names line, column and field
   */
  static DynamicMessage read(String text, Method method) {
    String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
    if (plain.isBlank()) {
      return DynamicMessage.getDefaultInstance(method.request());
    }
    check(plain, method.request());
    DynamicMessage.Builder request = DynamicMessage.newBuilder(method.request());
    try {
      JsonFormat.parser().usingTypeRegistry(method.types()).merge(plain, request);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw Problem.of(ExitCode.BAD_INPUT, "request: " + e.getMessage()).toException(e);
    }
    DynamicMessage message = request.build();
    if (message.getSerializedSize() > MAX_BYTES) {
      throw Problem.of(
              ExitCode.BAD_INPUT,
              "request: %d bytes (expected: at most %d)"
                  .formatted(message.getSerializedSize(), MAX_BYTES))
          .toException();
    }
    return message;
  }

  private static void check(String text, Descriptor type) {
    try (JsonParser json = STRICT.createParser(text)) {
      new RequestJson(json).document(type);
    } catch (JsonProcessingException e) {
      throw syntax(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text can be read
    }
  }

  private static ProblemException syntax(JsonProcessingException e) {
    String said = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    String place =
        e.getLocation() == null
            ? ""
            : ":%d:%d".formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    return Problem.of(ExitCode.BAD_INPUT, "request%s: not JSON: %s".formatted(place, said))
        .toException(e);
  }

  private void document(Descriptor type) throws IOException {
    json.nextToken();
    message(type, "");
    if (json.nextToken() != null) {
      throw values.error("text after the end (expected: one JSON value)");
    }
  }

  /** The value at hand as a message of that type. */
  private void message(Descriptor type, String path) throws IOException {
    if (WellKnown.isText(type)) {
      values.text(path);
    } else if (WellKnown.isFree(type)) {
      values.anything(path);
    } else if (WellKnown.isWrapper(type)) {
      values.check(type.findFieldByName("value"), path);
    } else if (json.currentToken() == JsonToken.START_OBJECT) {
      fields(type, path);
    } else {
      throw values.wrong(path, "an object {...}");
    }
  }

  private void fields(Descriptor type, String path) throws IOException {
    Set<FieldDescriptor> given = new HashSet<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      FieldDescriptor field = field(type, path);
      String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
      if (!given.add(field)) {
        throw values.error(name + ": given twice");
      }
      json.nextToken();
      if (json.currentToken() != JsonToken.VALUE_NULL || isFree(field)) {
        value(field, name);
      }
    }
  }

  private static boolean isFree(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && WellKnown.isFree(field.getMessageType())
        && !field.isRepeated();
  }

  private FieldDescriptor field(Descriptor type, String path) throws IOException {
    String typed = json.currentName();
    List<String> known = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      if (field.getName().equals(typed) || field.getJsonName().equals(typed)) {
        return field;
      }
      known.add(field.getName());
    }
    String within = path.isEmpty() ? "" : " at " + path;
    Problem problem =
        values
            .error(
                "unknown field %s in %s%s"
                    .formatted(FieldCheck.quoted(typed), type.getName(), within))
            .problem()
            .withFact("it has: " + (known.isEmpty() ? "no fields" : String.join(", ", known)));
    throw Suggestion.add(problem, typed, known).toException();
  }

  private void value(FieldDescriptor field, String path) throws IOException {
    if (field.isMapField()) {
      map(field, path);
    } else if (field.isRepeated()) {
      list(field, path);
    } else {
      single(field, path);
    }
  }

  private void list(FieldDescriptor field, String path) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw values.wrong(path, "an array [...]");
    }
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      single(field, "%s[%d]".formatted(path, i));
    }
  }

  private void map(FieldDescriptor field, String path) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw values.wrong(path, "an object {...}");
    }
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    Set<String> given = new HashSet<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      values.key(key, name, path);
      if (!given.add(name)) {
        throw values.error("%s: %s given twice".formatted(path, FieldCheck.quoted(name)));
      }
      json.nextToken();
      single(value, "%s[%s]".formatted(path, FieldCheck.quoted(name)));
    }
  }

  private void single(FieldDescriptor field, String path) throws IOException {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      message(field.getMessageType(), path);
    } else {
      values.check(field, path);
    }
  }
}
