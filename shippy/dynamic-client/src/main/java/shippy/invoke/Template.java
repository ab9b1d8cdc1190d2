package shippy.invoke;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import shippy.json.WellKnown;

/** Writes a request with every field that a caller may set, as JSON to fill in. One use. */
final class Template {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Types can be nested so that their fields double at each level. */
  private static final int MAX_FIELDS = 500;

  private final Set<Descriptor> open = new HashSet<>();
  private final JsonGenerator json;
  private int count;

  private Template(JsonGenerator json) {
    this.json = json;
  }

  /** One line, with the first field only of a oneof, and no fields of a type within itself. */
  static String of(Descriptor message) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      new Template(json).message(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string writer does not fail
    }
    return text.toString();
  }

  private void message(Descriptor type) throws IOException {
    Optional<WellKnown> known = WellKnown.of(type);
    if (known.isEmpty()) {
      fields(type);
      return;
    }
    switch (known.get()) {
      case TIMESTAMP -> json.writeString("1970-01-01T00:00:00Z");
      case DURATION -> json.writeString("0s");
      case FIELD_MASK -> json.writeString("");
      case VALUE -> json.writeNull();
      case LIST -> json.writeRawValue("[]");
      case STRUCT, ANY -> json.writeRawValue("{}");
      case WRAPPER -> value(type.findFieldByName("value"));
    }
  }

  private void fields(Descriptor type) throws IOException {
    json.writeStartObject();
    if (open.add(type)) {
      for (FieldDescriptor field : type.getFields()) {
        if (isWanted(field) && count++ < MAX_FIELDS) {
          json.writeFieldName(field.getName());
          field(field);
        }
      }
      open.remove(type);
    }
    json.writeEndObject();
  }

  private static boolean isWanted(FieldDescriptor field) {
    OneofDescriptor choice = field.getRealContainingOneof();
    return !FieldUse.isOutputOnly(field) && (choice == null || choice.getField(0).equals(field));
  }

  private void field(FieldDescriptor field) throws IOException {
    boolean within =
        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            && open.contains(field.getMessageType());
    if (field.isMapField()) {
      json.writeStartObject();
      json.writeEndObject();
    } else if (field.isRepeated()) {
      json.writeStartArray();
      boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (!within && (message || FieldUse.isRequired(field))) {
        value(field);
      }
      json.writeEndArray();
    } else {
      value(field);
    }
  }

  private void value(FieldDescriptor field) throws IOException {
    switch (field.getJavaType()) {
      case INT, LONG, FLOAT, DOUBLE -> json.writeNumber(FieldUse.isRequired(field) ? 1 : 0);
      case BOOLEAN -> json.writeBoolean(false);
      case STRING, BYTE_STRING -> json.writeString("");
      case ENUM -> json.writeString(field.getEnumType().getValue(0).getName());
      case MESSAGE -> message(field.getMessageType());
    }
  }
}
