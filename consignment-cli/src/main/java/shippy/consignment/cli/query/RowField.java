package shippy.consignment.cli.query;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A field by which rows are sorted and filtered, with the name that it has in JSON.
 *
 * @param text the value as JSON has it; empty if there is none
 * @param number the value of a number, or how many values a list has
 */
public record RowField(
    String name, Function<Message, String> text, Optional<ToLongFunction<Message>> number) {
  /** A number that is computed from others. */
  public static RowField number(String name, ToLongFunction<Message> value) {
    return new RowField(name, row -> String.valueOf(value.applyAsLong(row)), Optional.of(value));
  }

  /** All fields of a message. */
  public static List<RowField> of(Descriptor message) {
    return message.getFields().stream().map(RowField::of).toList();
  }

  private static RowField of(FieldDescriptor field) {
    if (field.isRepeated()) {
      return number(field.getName(), row -> row.getRepeatedFieldCount(field));
    }
    return switch (field.getJavaType()) {
      case INT, LONG -> number(field.getName(), row -> ((Number) row.getField(field)).longValue());
      case ENUM -> text(field, row -> ((EnumValueDescriptor) row.getField(field)).getName());
      case MESSAGE -> text(field, row -> time(row, field));
      default -> text(field, row -> String.valueOf(row.getField(field)));
    };
  }

  private static RowField text(FieldDescriptor field, Function<Message, String> value) {
    return new RowField(field.getName(), value, Optional.empty());
  }

  private static String time(Message row, FieldDescriptor field) {
    boolean shown =
        row.hasField(field)
            && row.getField(field) instanceof Timestamp time
            && Timestamps.isValid(time);
    return shown ? Timestamps.toString((Timestamp) row.getField(field)) : "";
  }

  /** Small ones first. */
  Comparator<Message> order() {
    return number
        .<Comparator<Message>>map(Comparator::comparingLong)
        .orElseGet(() -> Comparator.comparing(text));
  }
}
