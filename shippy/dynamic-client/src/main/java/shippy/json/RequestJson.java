package shippy.json;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TypeRegistry;
import java.nio.charset.StandardCharsets;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.Endpoint;

/** Requests from JSON, with errors that name line, column and field. Stateless. */
public final class RequestJson {
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private RequestJson() {}

  /**
   * The request of this type; blank text is one without fields.
   *
   * @param types those that an {@code Any} may hold
   * @throws ProblemException with code {@code BAD_INPUT} that names line, column and field
   */
  public static DynamicMessage read(String text, Descriptor type, TypeRegistry types) {
    String plain = plain(text);
    DynamicMessage empty = DynamicMessage.getDefaultInstance(type);
    if (plain.isBlank() && empty.isInitialized()) {
      return empty;
    }
    DynamicMessage.Builder request = empty.toBuilder();
    read(plain.isBlank() ? "{}" : plain, types, request);
    DynamicMessage message = request.build();
    requireFit(message.getSerializedSize());
    return message;
  }

  /**
   * The text of a request, checked against the fields that a registry lists; blank text is one
   * without fields.
   *
   * @throws ProblemException as above
   */
  public static String check(String text, Endpoint.Value type) {
    String plain = plain(text).isBlank() ? "{}" : plain(text);
    JsonCursor json = cursor(plain);
    json.next();
    if (!json.is(JsonToken.START_OBJECT)) {
      throw json.wrong("", "an object {...}");
    }
    new ListedFields(json).check(type, "");
    requireEnd(json);
    requireFit(plain.getBytes(StandardCharsets.UTF_8).length);
    return plain;
  }

  /** Whether a registry lists all fields that the JSON of this type may have. */
  public static boolean isListed(Endpoint.Value type) {
    return ListedFields.isListed(type);
  }

  private static String plain(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static void requireFit(int bytes) {
    if (bytes > MAX_BYTES) {
      throw Problem.of(
              ExitCode.BAD_INPUT,
              "request: %d bytes (expected: at most %d)".formatted(bytes, MAX_BYTES))
          .toException();
    }
  }

  private static void read(String text, TypeRegistry types, DynamicMessage.Builder into) {
    JsonCursor json = cursor(text);
    json.next();
    MessageReader.of(json, types).value(into);
    requireEnd(json);
  }

  private static JsonCursor cursor(String text) {
    return JsonCursor.of(text, (at, what, remark) -> error(text, at, what, remark));
  }

  private static void requireEnd(JsonCursor json) {
    if (json.next() != null) {
      throw json.error(json.here(), "text after the end (expected: one JSON value)", "");
    }
  }

  /** {@code request:line:column: what}. */
  private static ProblemException error(String text, TextRange at, String what, String remark) {
    String[] lines = text.substring(0, at.start()).split("\r\n|[\r\n]", -1);
    String last = lines[lines.length - 1];
    int column = last.codePointCount(0, last.length()) + 1;
    Problem problem =
        Problem.of(ExitCode.BAD_INPUT, "request:%d:%d: %s".formatted(lines.length, column, what));
    if (remark.startsWith("did you mean")) {
      return problem.withLikely("a slip of the keyboard: " + remark).toException();
    }
    return (remark.isEmpty() ? problem : problem.withFact(remark)).toException();
  }
}
