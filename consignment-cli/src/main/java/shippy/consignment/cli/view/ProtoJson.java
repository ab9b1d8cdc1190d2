package shippy.consignment.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Messages in protobuf's JSON, with the names of the {@code .proto} file. */
final class ProtoJson {
  private ProtoJson() {}

  /** Writes the message; the fields of {@code always} are there even without a value. */
  static void write(JsonGenerator json, Message message, Set<FieldDescriptor> always)
      throws IOException {
    json.writeRawValue(
        JsonFormat.printer()
            .preservingProtoFieldNames()
            .includingDefaultValueFields(always)
            .print(message));
  }

  /** The fields of these messages that can be there without a value; may be added to. */
  static Set<FieldDescriptor> fields(Descriptor... messages) {
    Set<FieldDescriptor> fields = new HashSet<>();
    Stream.of(messages)
        .flatMap(message -> message.getFields().stream())
        .filter(field -> !field.hasPresence())
        .forEach(fields::add);
    return fields;
  }
}
