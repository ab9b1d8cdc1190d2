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

/**
 * Writes messages in protobuf's JSON, with the names of the {@code .proto} file.
 *
 * @param always fields that are written even without a value, so that programs can rely on them
 */
record ProtoJson(Set<FieldDescriptor> always) {
  /** Always writes the fields of these messages that are never absent. */
  static ProtoJson of(Descriptor... messages) {
    Set<FieldDescriptor> fields = new HashSet<>();
    Stream.of(messages)
        .flatMap(message -> message.getFields().stream())
        .filter(field -> !field.hasPresence())
        .forEach(fields::add);
    return new ProtoJson(fields);
  }

  /** The same, and always this field of a message. */
  ProtoJson with(Descriptor message, int field) {
    Set<FieldDescriptor> fields = new HashSet<>(always);
    fields.add(message.findFieldByNumber(field));
    return new ProtoJson(fields);
  }

  void write(JsonGenerator json, Message message) throws IOException {
    json.writeRawValue(
        JsonFormat.printer()
            .preservingProtoFieldNames()
            .includingDefaultValueFields(always)
            .print(message));
  }
}
