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
import shippy.json.Span;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;

/**
 * Finds the consignments in a JSON text. Each of its values is one consignment, an array of them, a
 * response of the service that holds some, or a record that {@code --errors} wrote. One use, one
 * thread.
 */
final class ConsignmentJson {
  private static final int MAX_TEXT = 65_536;

  private static final Set<String> RESPONSE =
      Response.getDescriptor().getFields().stream()
          .flatMap(field -> Stream.of(field.getName(), field.getJsonName()))
          .collect(Collectors.toUnmodifiableSet());

  private final Document document;
  private final JsonCursor json;
  private final MessageReader messages;
  private final List<Found> found = new ArrayList<>();

  /**
   * A consignment.
   *
   * @param whole where it is
   * @param places where the values of its fields are
   */
  record Found(Consignment consignment, Span whole, Map<FieldDescriptor, Span> places) {}

  private ConsignmentJson(Document document) {
    this.document = document;
    this.json = JsonCursor.of(document.text(), document);
    this.messages = MessageReader.of(json, MAX_TEXT, this::note);
  }

  /**
   * The consignments in the text.
   *
   * @throws ProblemException that points at the first place where the text holds something else
   */
  static List<Found> read(Document document) {
    ConsignmentJson reading = new ConsignmentJson(document);
    reading.document();
    return reading.found;
  }

  private void note(Message.Builder message, Span whole, Map<FieldDescriptor, Span> places) {
    if (message instanceof Consignment.Builder consignment) {
      found.add(new Found(consignment.build(), whole, places));
    }
  }

  private void document() {
    if (document.text().isBlank()) {
      throw document.error(new Span(0, 0), "empty (expected: a JSON object)");
    }
    while (json.next() != null) {
      if (json.is(JsonToken.START_ARRAY)) {
        array();
      } else {
        top();
      }
    }
  }

  private void array() {
    for (json.next(); !json.is(JsonToken.END_ARRAY); json.next()) {
      top();
    }
  }

  /** What kind of object it is, its first name tells. */
  private void top() {
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
}
