package shippy.consignment.cli.input;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import shippy.json.JsonCursor;
import shippy.json.MessageReader;
import shippy.json.SyntaxError;
import shippy.json.TextRange;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;

/**
 * Reads the consignments in a JSON text, strictly. Each of its values is one consignment, an array
 * of them, a response of the service that holds some, or a record that {@code --errors} wrote. One
 * use, one thread.
 */
public final class ConsignmentReader {
  /** Completes "(expected: …)" in an error about the weight. */
  public static final String EXPECTED_WEIGHT = "kilograms, a whole number above 0";

  /** The largest message that a server accepts. */
  static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  private static final int MAX_TEXT = 65_536;

  private static final Set<String> RESPONSE =
      Response.getDescriptor().getFields().stream()
          .flatMap(field -> Stream.of(field.getName(), field.getJsonName()))
          .collect(Collectors.toUnmodifiableSet());

  private final Document document;
  private final JsonCursor json;
  private final MessageReader messages;
  private final List<Entry.Good> entries = new ArrayList<>();

  private ConsignmentReader(Document document) {
    this.document = document;
    this.json = JsonCursor.of(document.text(), document);
    this.messages = MessageReader.of(json, MAX_TEXT, this::take);
  }

  /**
   * The consignments in the document, without what only a service sets (vessel, status, creation
   * time), so that what a service gave out can be sent again.
   *
   * @throws ProblemException with file, line and column of the first thing that is wrong
   */
  static List<Entry.Good> read(Document document) {
    ConsignmentReader reader = new ConsignmentReader(document);
    reader.values();
    return reader.entries;
  }

  private void values() {
    if (document.text().isBlank()) {
      throw document.error(new TextRange(0, 0), "empty (expected: a JSON object)");
    }
    while (json.next() != null) {
      if (json.is(JsonToken.START_ARRAY)) {
        for (json.next(); !json.is(JsonToken.END_ARRAY); json.next()) {
          object();
        }
      } else {
        object();
      }
    }
  }

  /** The first field name tells what kind of object it is. */
  private void object() {
    if (!json.is(JsonToken.START_OBJECT)) {
      throw document.error(
          json.here(),
          "not an object (expected: a Consignment as a JSON object, or an array of them)");
    }
    int start = json.here().start();
    json.next();
    String name = json.is(JsonToken.FIELD_NAME) ? json.name() : "";
    if (RESPONSE.contains(name)) {
      messages.rest(Response.newBuilder(), start);
    } else if (name.equals(FailedRecord.AT)) {
      failedRecord();
    } else {
      messages.rest(Consignment.newBuilder(), start);
    }
  }

  private void failedRecord() {
    for (; !json.is(JsonToken.END_OBJECT); json.next()) {
      String name = json.name();
      boolean record = name.equals(FailedRecord.RECORD);
      json.next();
      if (record && json.is(JsonToken.START_OBJECT)) {
        messages.value(Consignment.newBuilder());
      } else if (record) {
        throw document.error(
            json.here(), "record: was not read (expected: the consignment as a JSON object)");
      } else if (!json.is(JsonToken.VALUE_STRING)) {
        throw json.wrong(name, "text in double quotes");
      }
    }
  }

  private void take(
      Message.Builder message, TextRange whole, Map<FieldDescriptor, TextRange> places) {
    if (!(message instanceof Consignment.Builder builder)) {
      return;
    }
    Consignment consignment = builder.clearVesselId().clearStatus().clearCreatedAt().build();
    if (consignment.getWeight() <= 0) {
      throw error(Consignment.WEIGHT_FIELD_NUMBER, EXPECTED_WEIGHT, whole, places);
    }
    if (consignment.getContainersCount() == 0) {
      throw error(Consignment.CONTAINERS_FIELD_NUMBER, "at least one container", whole, places);
    }
    if (consignment.getSerializedSize() > MAX_MESSAGE_BYTES) {
      throw Problem.of(
              ExitCode.BAD_INPUT,
              "%s: a consignment of %d bytes (expected: at most %d)"
                  .formatted(document.name(), consignment.getSerializedSize(), MAX_MESSAGE_BYTES))
          .toException();
    }
    entries.add(new Entry.Good(document.line(whole.start()), consignment));
  }

  private ProblemException error(
      int number, String expected, TextRange whole, Map<FieldDescriptor, TextRange> places) {
    FieldDescriptor field = Consignment.getDescriptor().findFieldByNumber(number);
    TextRange at = places.get(field);
    String name = field.getName();
    if (at == null) {
      TextRange start = TextRange.token(document.text(), whole.start());
      return document.error(start, "%s: missing (expected: %s)".formatted(name, expected));
    }
    String given = field.isRepeated() ? "none" : SyntaxError.shown(at.of(document.text()));
    return document.error(at, "%s: %s (expected: %s)".formatted(name, given, expected));
  }
}
