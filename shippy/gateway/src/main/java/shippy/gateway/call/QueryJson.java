package shippy.gateway.call;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.List;
import java.util.Optional;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.Limits;
import shippy.gateway.http.Query;
import shippy.invoke.Method;
import shippy.invoke.Shape;

/**
 * Makes the JSON of a request from query values: {@code page_size=10&filter.origin=Hull}. Dots lead
 * into messages and maps; a repeated name makes a list, if its field is one. Numbers and truth
 * values stay text, which protobuf's JSON accepts. Unknown names are left for the reader of the
 * message to refuse. One use.
 */
final class QueryJson {
  private final String source;
  private final boolean described;

  private QueryJson(String source, boolean described) {
    this.source = source;
    this.described = described;
  }

  /**
   * The values as JSON for the request of the method.
   *
   * @param source what errors begin with: {@code query} or {@code form}
   */
  static JsonObject of(Query query, Method method, String source) {
    JsonObject json = new JsonObject();
    Optional<Descriptor> type = method.request();
    QueryJson reader = new QueryJson(source, type.isPresent());
    query.values().forEach((name, values) -> reader.put(json, name, values, type));
    if (type.isEmpty()) {
      fit(json, method.requestShape());
    }
    return json;
  }

  /** Go's JSON takes numbers as text, but neither truth values nor single values for lists. */
  private static void fit(JsonObject json, Shape type) {
    for (Shape field : type.fields()) {
      JsonElement value = json.get(field.name());
      if (value instanceof JsonObject inner) {
        fit(inner, field);
      } else if (value instanceof JsonPrimitive one && field.type().startsWith("repeated ")) {
        JsonArray list = new JsonArray();
        list.add(one);
        json.add(field.name(), list);
      } else if (value instanceof JsonPrimitive one && field.type().equals("bool")) {
        boolean truth = one.getAsString().matches("true|false");
        json.add(field.name(), truth ? new JsonPrimitive(one.getAsBoolean()) : one);
      }
    }
  }

  private void put(JsonObject json, String name, List<String> values, Optional<Descriptor> type) {
    String[] parts = name.split("\\.", -1);
    if (parts.length > Limits.QUERY_DEPTH || List.of(parts).contains("")) {
      throw refusal(
          name,
          "(expected: a field name, or up to %d joined by dots)".formatted(Limits.QUERY_DEPTH));
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
      throw refusal(name, "is given in parts and as a whole");
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

  private void requireInner(String name, String part, Optional<FieldDescriptor> field) {
    boolean leads =
        field.isEmpty()
            || field.get().isMapField()
            || (field.get().getJavaType() == JavaType.MESSAGE && !field.get().isRepeated());
    if (!leads) {
      throw refusal(name, "leads into %s (expected: a message or a map)".formatted(part));
    }
  }

  private JsonObject inner(JsonObject json, String part, String name) {
    if (json.asMap().computeIfAbsent(part, p -> new JsonObject()) instanceof JsonObject inner) {
      return inner;
    }
    throw refusal(name, "is given in parts and as a whole");
  }

  private JsonElement value(String name, List<String> values, Optional<FieldDescriptor> field) {
    boolean repeated =
        field.map(f -> f.isRepeated() && !f.isMapField()).orElse(!described && values.size() > 1);
    if (repeated) {
      JsonArray list = new JsonArray();
      values.forEach(list::add);
      return list;
    }
    if (values.size() > 1) {
      throw refusal(name, "is given %d times (expected: once)".formatted(values.size()));
    }
    return new JsonPrimitive(values.get(0));
  }

  private HttpFault refusal(String name, String why) {
    return HttpFault.of(400, "%s: \"%s\" %s".formatted(source, name, why));
  }
}
