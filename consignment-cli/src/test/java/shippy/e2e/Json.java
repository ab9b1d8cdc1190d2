package shippy.e2e;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;

/** Reads whatever a program printed as JSON. */
final class Json {
  private Json() {}

  static Map<String, Value> parse(String text) {
    Struct.Builder struct = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(text, struct);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("not a JSON object: " + text, e);
    }
    return struct.getFieldsMap();
  }

  /** A value as JSON on one line. */
  static String text(Value value) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(value);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
