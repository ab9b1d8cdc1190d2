package shippy.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.List;
import java.util.Optional;

/**
 * Makes a request message of query values: {@code page_size=10&filter.origin=Hull}. Dots lead into
 * messages and maps; a name that comes again makes a list, if its field is one. Numbers and truth
 * values stay text, which protobuf's JSON takes for them; an unknown name is left for the reader of
 * the message to refuse.
 */
final class QueryJson {
  private QueryJson() {}

  static JsonObject of(Query query, Descriptor type) {
    JsonObject json = new JsonObject();
    query.values().forEach((name, values) -> put(json, name, values, Optional.of(type)));
    return json;
  }

  private static void put(
      JsonObject json, String name, List<String> values, Optional<Descriptor> type) {
    String[] parts = name.split("\\.", -1);
    if (parts.length > Limits.QUERY_DEPTH || List.of(parts).contains("")) {
      throw HttpFault.of(
          400,
          "query: \"%s\" (expected: a field name, or up to %d joined by dots)"
              .formatted(name, Limits.QUERY_DEPTH));
    }
    JsonObject at = json;
    Optional<Descriptor> message = type;
    Optional<FieldDescriptor> field = Optional.empty();
    for (int i = 0; i < parts.length; i++) {
      field = field(message, parts[i]);
      if (i < parts.length - 1) {
        requireInner(name, parts[i], field);
        at = inner(at, parts[i], name);
        message = field.map(FieldDescriptor::getMessageType);
      }
    }
    String last = parts[parts.length - 1];
    if (at.has(last)) {
      throw HttpFault.of(400, "query: \"%s\" is given in parts and as a whole".formatted(name));
    }
    at.add(last, value(name, values, field));
  }

  /** In a map any name is one of its keys. */
  private static Optional<FieldDescriptor> field(Optional<Descriptor> message, String name) {
    return message.flatMap(
        type ->
            type.getOptions().getMapEntry()
                ? Optional.of(type.findFieldByName("value"))
                : type.getFields().stream()
                    .filter(f -> f.getName().equals(name) || f.getJsonName().equals(name))
                    .findFirst());
  }

  private static void requireInner(String name, String part, Optional<FieldDescriptor> field) {
    boolean leads =
        field.isEmpty()
            || field.get().isMapField()
            || (field.get().getJavaType() == JavaType.MESSAGE && !field.get().isRepeated());
    if (!leads) {
      throw HttpFault.of(
          400, "query: \"%s\" leads into %s (expected: a message or a map)".formatted(name, part));
    }
  }

  private static JsonObject inner(JsonObject json, String part, String name) {
    JsonElement there = json.get(part);
    if (there == null) {
      JsonObject made = new JsonObject();
      json.add(part, made);
      return made;
    }
    if (there instanceof JsonObject object) {
      return object;
    }
    throw HttpFault.of(400, "query: \"%s\" is given in parts and as a whole".formatted(name));
  }

  private static JsonElement value(
      String name, List<String> values, Optional<FieldDescriptor> field) {
    if (field.isPresent() && field.get().isRepeated() && !field.get().isMapField()) {
      JsonArray list = new JsonArray();
      values.forEach(list::add);
      return list;
    }
    if (values.size() > 1) {
      throw HttpFault.of(
          400, "query: \"%s\" is given %d times (expected: once)".formatted(name, values.size()));
    }
    return new JsonPrimitive(values.get(0));
  }
}
