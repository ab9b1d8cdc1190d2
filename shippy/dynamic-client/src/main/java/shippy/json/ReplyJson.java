package shippy.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.StringWriter;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** Answers as JSON. Stateless. */
public final class ReplyJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ReplyJson() {}

  /**
   * The message in one line, with the names of the {@code .proto} file.
   *
   * @throws shippy.problem.ProblemException if it has a part whose type nobody described
   */
  public static String write(DynamicMessage message, String method, TypeRegistry types) {
    try {
      String json =
          JsonFormat.printer()
              .usingTypeRegistry(types)
              .preservingProtoFieldNames()
              .omittingInsignificantWhitespace()
              .print(message);
      return json.indexOf('\\') < 0 ? json : readable(json);
    } catch (InvalidProtocolBufferException e) {
      throw Problem.of(
              ExitCode.FAILED, "answer of %s cannot be shown: %s".formatted(method, e.getMessage()))
          .withLikely("it holds an Any of a type that the service's reflection does not describe")
          .toException(e);
    }
  }

  /** protobuf's printer escapes what would be special in HTML: {@code Kane\u005cu0027s}. */
  private static String readable(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '\\' && json.charAt(i + 1) == 'u') {
        char escaped = (char) Integer.parseInt(json, i + 2, i + 6, 16);
        boolean printable = escaped >= ' ';
        text.append(printable ? String.valueOf(escaped) : json.substring(i, i + 6));
        i += 5;
      } else if (c == '\\') {
        text.append(c).append(json.charAt(++i));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /**
   * JSON that a service wrote itself, in one line.
   *
   * @throws shippy.problem.ProblemException if it is none
   */
  public static String of(String json, String method) {
    try {
      return plain(json);
    } catch (IOException e) {
      throw Problem.of(
              ExitCode.FAILED, "answer of %s cannot be shown: it is no JSON".formatted(method))
          .toException(e);
    }
  }

  private static String plain(String json) throws IOException {
    StringWriter text = new StringWriter(json.length());
    try (JsonParser parser = FACTORY.createParser(json);
        JsonGenerator generator = FACTORY.createGenerator(text)) {
      while (parser.nextToken() != null) {
        generator.copyCurrentEventExact(parser);
      }
    }
    return text.toString();
  }
}
