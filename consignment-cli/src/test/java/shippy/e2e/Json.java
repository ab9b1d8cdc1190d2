package shippy.e2e;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
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

  /** Any value: an object, a list. */
  static Value value(String text) {
    Value.Builder value = Value.newBuilder();
    try {
      JsonFormat.parser().merge(text, value);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
    return value.build();
  }

  /** A member of an object; nothing if there is none of this name. */
  static Value member(Value object, String name) {
    return object.getStructValue().getFieldsOrDefault(name, Value.getDefaultInstance());
  }

  /** A member that is text; empty if there is none of this name. */
  static String text(Value object, String name) {
    return member(object, name).getStringValue();
  }

  /** A member that is a list; empty if there is none of this name. */
  static List<Value> list(Value object, String name) {
    return member(object, name).getListValue().getValuesList();
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
