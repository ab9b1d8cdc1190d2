package shippy.invoke;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import shippy.json.ReplyJson;
import shippy.json.RequestJson;
import shippy.registry.Endpoint;
import shippy.registry.Endpoint.Value;

/**
 * Messages known only by the fields that the registry lists, with Go's type names; both are sent as
 * JSON.
 */
record ListedMessages(Endpoint endpoint) implements Messages {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern NUMBER = Pattern.compile("u?int\\d*|float\\d+");

  /** Registries are not trusted. */
  private static final int MAX_DEPTH = 10;

  @Override
  public byte[] write(String json) {
    return RequestJson.check(json, endpoint.request()).getBytes(UTF_8);
  }

  @Override
  public String read(byte[] response) {
    return ReplyJson.of(new String(response, UTF_8), endpoint.name());
  }

  @Override
  public String template() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      example(endpoint.request(), 0, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string writer does not fail
    }
    return text.toString();
  }

  private static void example(Value value, int depth, JsonGenerator json) throws IOException {
    String type = value.type();
    if (NUMBER.matcher(type).matches()) {
      json.writeNumber(0);
    } else if (type.equals("bool")) {
      json.writeBoolean(false);
    } else if (type.equals("string") || type.equals("[]uint8")) {
      json.writeString("");
    } else if (type.startsWith("[]")) {
      json.writeRawValue("[]");
    } else if (depth > 0 && (!RequestJson.isListed(value) || depth == MAX_DEPTH)) {
      json.writeNull(); // its JSON is not known, and a service takes null for any field
    } else {
      json.writeStartObject();
      for (Value field : value.values()) {
        json.writeFieldName(field.name());
        example(field, depth + 1, json);
      }
      json.writeEndObject();
    }
  }

  @Override
  public Shape request() {
    return shape(endpoint.request(), 0);
  }

  @Override
  public Shape response() {
    return shape(endpoint.response(), 0);
  }

  private static Shape shape(Value value, int depth) {
    List<Shape> fields =
        depth == MAX_DEPTH
            ? List.of()
            : value.values().stream().map(field -> shape(field, depth + 1)).toList();
    return new Shape(value.name(), type(value.type()), "", fields);
  }

  /** As a proto file has it; of a map the registry does not know the types. */
  private static String type(String go) {
    return switch (go) {
      case "" -> "map";
      case "[]uint8" -> "bytes";
      case "float32" -> "float";
      case "float64" -> "double";
      default -> go.startsWith("[]") ? "repeated " + type(go.substring(2)) : go;
    };
  }

  @Override
  public String doc() {
    return "";
  }

  @Override
  public String serviceDoc() {
    return "";
  }

  @Override
  public Optional<MethodDescriptor> descriptor() {
    return Optional.empty();
  }
}
