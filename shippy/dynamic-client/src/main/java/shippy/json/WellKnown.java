package shippy.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.Optional;
import java.util.Set;

/**
 * The messages that have a JSON form of their own. A type that only has the name of one is not
 * among them: a service may describe it wrongly or not at all.
 */
public enum WellKnown {
  TIMESTAMP,
  DURATION,
  FIELD_MASK,
  STRUCT,
  VALUE,
  LIST,
  ANY,
  /** Written as the value of its only field. */
  WRAPPER;

  private static final String PACKAGE = "google.protobuf.";
  private static final Set<String> WRAPPERS =
      Set.of(
          "DoubleValue",
          "FloatValue",
          "Int64Value",
          "UInt64Value",
          "Int32Value",
          "UInt32Value",
          "BoolValue",
          "StringValue",
          "BytesValue");

  /** The kind of this type; empty for any other message. */
  public static Optional<WellKnown> of(Descriptor type) {
    return type.getFullName().startsWith(PACKAGE) ? named(type) : Optional.empty();
  }

  private static Optional<WellKnown> named(Descriptor type) {
    return switch (type.getName()) {
      case "Timestamp" -> TIMESTAMP.when(isTime(type));
      case "Duration" -> DURATION.when(isTime(type));
      case "FieldMask" -> FIELD_MASK.when(has(type, "paths", JavaType.STRING, true));
      case "Struct" -> STRUCT.when(has(type, "fields", JavaType.MESSAGE, true));
      case "ListValue" -> LIST.when(has(type, "values", JavaType.MESSAGE, true));
      case "Value" -> VALUE.when(isValue(type));
      case "Any" ->
          ANY.when(
              has(type, "type_url", JavaType.STRING, false)
                  && has(type, "value", JavaType.BYTE_STRING, false));
      default ->
          WRAPPER.when(WRAPPERS.contains(type.getName()) && type.findFieldByName("value") != null);
    };
  }

  private static boolean isTime(Descriptor type) {
    return has(type, "seconds", JavaType.LONG, false) && has(type, "nanos", JavaType.INT, false);
  }

  private static boolean isValue(Descriptor type) {
    return has(type, "null_value", JavaType.ENUM, false)
        && has(type, "number_value", JavaType.DOUBLE, false)
        && has(type, "string_value", JavaType.STRING, false)
        && has(type, "bool_value", JavaType.BOOLEAN, false)
        && has(type, "struct_value", JavaType.MESSAGE, false)
        && has(type, "list_value", JavaType.MESSAGE, false);
  }

  private static boolean has(Descriptor type, String name, JavaType kind, boolean repeated) {
    FieldDescriptor field = type.findFieldByName(name);
    return field != null && field.getJavaType() == kind && field.isRepeated() == repeated;
  }

  private Optional<WellKnown> when(boolean holds) {
    return holds ? Optional.of(this) : Optional.empty();
  }
}
