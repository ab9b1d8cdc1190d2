package shippy.consignment.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import shippy.problem.Problem;
import shippy.proto.consignment.Consignment;

/**
 * A record that was not created, as a line of JSON: where it stood, why, and the record itself. It
 * is input again, once mended. Stateless.
 */
public final class FailedRecord {
  static final String AT = "at";
  static final String RECORD = "record";

  private static final JsonFactory JSON = new JsonFactory();

  private FailedRecord() {}

  /** A line for a consignment; it has an id, so that it can be sent again safely. */
  public static String line(String at, Consignment sent, Problem problem) {
    try {
      String json =
          JsonFormat.printer()
              .preservingProtoFieldNames()
              .omittingInsignificantWhitespace()
              .print(sent);
      return line(at, problem, generator -> generator.writeRawValue(json));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e); // there is no Any in it
    }
  }

  /** A line for what could not be read: the object that is there, else the text as a string. */
  public static String line(Entry.Bad bad) {
    return line(bad.at(), bad.problem(), json -> json.writeRawValue(record(bad.text())));
  }

  private interface Value {
    void write(JsonGenerator json) throws IOException;
  }

  private static String line(String at, Problem problem, Value record) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField(AT, at);
      json.writeStringField("error", problem.what());
      json.writeFieldName(RECORD);
      record.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string writer does not fail
    }
    return text.toString();
  }

  /** Without the blanks between its tokens. */
  private static String record(String raw) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text);
        JsonParser parser = JSON.createParser(raw)) {
      while (parser.nextToken() != null) {
        json.copyCurrentEventExact(parser);
      }
    } catch (JsonProcessingException e) {
      return string(raw); // not JSON: that is what is wrong with it
    }
    return text.toString().startsWith("{") ? text.toString() : string(raw);
  }

  private static String string(String raw) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeString(raw);
    }
    return text.toString();
  }
}
