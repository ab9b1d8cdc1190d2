package shippy.invoke;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.Set;

/** The messages that have a JSON form of their own. Stateless. */
final class WellKnown {
  private static final String PACKAGE = "google.protobuf.";

  private static final Set<String> TEXT = Set.of("Timestamp", "Duration", "FieldMask");
  private static final Set<String> FREE = Set.of("Struct", "Value", "ListValue", "Any");
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

  private WellKnown() {}

  /** Written as a string. */
  static boolean isText(Descriptor type) {
    return isOne(type, TEXT);
  }

  /** Any JSON, or nearly. */
  static boolean isFree(Descriptor type) {
    return isOne(type, FREE);
  }

  /** Written as the value of its only field. */
  static boolean isWrapper(Descriptor type) {
    return isOne(type, WRAPPERS) && type.findFieldByName("value") != null;
  }

  private static boolean isOne(Descriptor type, Set<String> names) {
    return type.getFullName().startsWith(PACKAGE) && names.contains(type.getName());
  }
}
