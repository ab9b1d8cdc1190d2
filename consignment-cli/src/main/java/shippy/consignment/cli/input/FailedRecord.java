package shippy.consignment.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import shippy.problem.Problem;
import shippy.proto.consignment.Consignment;

/**
 * A record that was not created, as a line of JSON: where it was, why it failed, and the record
 * itself. Corrected, it is valid input. Stateless.
 */
public final class FailedRecord {
  static final String AT = "at";
  static final String RECORD = "record";

  private static final JsonFactory JSON = new JsonFactory();

  private FailedRecord() {}

  /** A line for a consignment; it has an id, so that it can be sent again safely. */
  public static String line(String at, Consignment sent, Problem problem) {
    try {
      JsonFormat.Printer printer = JsonFormat.printer().preservingProtoFieldNames();
      return line(at, problem, printer.omittingInsignificantWhitespace().print(sent));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e); // there is no Any in it
    }
  }

  /** A line for what could not be read: the object that is there, else the text as a string. */
  public static String line(Entry.Bad bad) {
    return line(bad.at(), bad.problem(), objectOrString(bad.text()));
  }

  private static String line(String at, Problem problem, String record) {
    return "{\"%s\":%s,\"error\":%s,\"%s\":%s}"
        .formatted(AT, quoted(at), quoted(problem.what()), RECORD, record);
  }

  /** The object without the blanks between its tokens. */
  private static String objectOrString(String raw) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text);
        JsonParser parser = JSON.createParser(raw)) {
      while (parser.nextToken() != null) {
        json.copyCurrentEventExact(parser);
      }
    } catch (JsonProcessingException e) {
      return quoted(raw); // not JSON: that is what is wrong with it
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text can be read
    }
    return text.toString().startsWith("{") ? text.toString() : quoted(raw);
  }

  static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
