package shippy.json;

import com.fasterxml.jackson.core.JsonToken;
import com.google.common.base.CaseFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import shippy.registry.Endpoint.Value;

/**
 * Checks JSON against the fields that a registry lists, as far as it lists any, names and basic
 * types. They come from Go types: of lists, maps and deep messages the fields are unknown, and
 * those of a {@code oneof} are hidden behind one name. One thread.
 */
final class ListedFields {
  /** Their JSON is not that of their fields. */
  private static final Set<String> WELL_KNOWN =
      Set.of("Any", "Duration", "FieldMask", "ListValue", "Struct", "Timestamp", "Value");

  private final JsonCursor json;
  private final ScalarReader scalars;

  ListedFields(JsonCursor json) {
    this.json = json;
    this.scalars = new ScalarReader(json, Integer.MAX_VALUE);
  }

  /** Reads the value that begins here. */
  void check(Value type, String path) {
    if (!json.is(JsonToken.START_OBJECT) || !isListed(type)) {
      if (!json.is(JsonToken.VALUE_NULL)) {
        scalars.check(type.type(), path);
      }
      json.skip();
      return;
    }
    for (json.next(); !json.is(JsonToken.END_OBJECT); json.next()) {
      Value field = field(type, path);
      json.next();
      check(field, path.isEmpty() ? field.name() : path + "." + field.name());
    }
  }

  static boolean isListed(Value type) {
    return !type.values().isEmpty()
        && !WELL_KNOWN.contains(type.type())
        && type.values().stream().noneMatch(field -> field.name().matches("is[A-Z]\\w*_\\w+"));
  }

  private Value field(Value type, String path) {
    String typed = json.name();
    Optional<Value> field =
        type.values().stream()
            .filter(one -> one.name().equals(typed) || camel(one.name()).equals(typed))
            .findFirst();
    if (field.isPresent()) {
      return field.get();
    }
    List<String> known = type.values().stream().map(Value::name).toList();
    throw MessageReader.unknownField(json, type.type(), path, typed, known);
  }

  private static String camel(String name) {
    return CaseFormat.LOWER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, name);
  }
}
