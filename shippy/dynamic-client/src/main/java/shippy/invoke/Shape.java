package shippy.invoke;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A message or one of its fields, as a {@code .proto} file has it.
 *
 * @param name of the field; of the message's type for a message
 * @param type such as {@code int32}, {@code repeated Container}, {@code map<string, string>} or
 *     {@code Status (PENDING, CONFIRMED)}
 * @param doc its comment in the proto file; empty if there is none, or the service does not tell
 * @param fields of a message; none where a type contains itself or too many were shown
 */
public record Shape(String name, String type, String doc, List<Shape> fields) {
  /** Types can be nested so that their fields double at each level. */
  private static final int MAX_FIELDS = 1_000;

  public Shape {
    fields = List.copyOf(fields);
  }

  static Shape of(Descriptor message, ProtoComments comments) {
    return new Shape(
        message.getName(),
        message.getName(),
        comments.of(message),
        new Reader(comments).fields(message));
  }

  /** One use. */
  private static final class Reader {
    private final Set<Descriptor> open = new HashSet<>();
    private final ProtoComments comments;
    private int count;

    Reader(ProtoComments comments) {
      this.comments = comments;
    }

    List<Shape> fields(Descriptor message) {
      if (message.getFullName().startsWith("google.protobuf.") || !open.add(message)) {
        return List.of();
      }
      List<Shape> fields = new ArrayList<>();
      for (FieldDescriptor field : message.getFields()) {
        if (count++ < MAX_FIELDS) {
          fields.add(new Shape(field.getName(), type(field), comments.of(field), inner(field)));
        }
      }
      open.remove(message);
      return fields;
    }

    private List<Shape> inner(FieldDescriptor field) {
      FieldDescriptor value = value(field);
      boolean message = value.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      return message ? fields(value.getMessageType()) : List.of();
    }
  }

  private static FieldDescriptor value(FieldDescriptor field) {
    return field.isMapField() ? field.getMessageType().findFieldByNumber(2) : field;
  }

  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
      return "map<%s, %s>".formatted(single(key), single(value(field)));
    }
    return (field.isRepeated() ? "repeated " : "") + single(field);
  }

  private static String single(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> {
        Descriptor type = field.getMessageType();
        boolean wellKnown = type.getFullName().startsWith("google.protobuf.");
        yield wellKnown ? type.getFullName() : type.getName();
      }
      case ENUM ->
          field.getEnumType().getValues().stream()
              .limit(MAX_FIELDS)
              .map(EnumValueDescriptor::getName)
              .collect(Collectors.joining(", ", field.getEnumType().getName() + " (", ")"));
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
          field.getType().name().toLowerCase(Locale.ROOT);
    };
  }
}
