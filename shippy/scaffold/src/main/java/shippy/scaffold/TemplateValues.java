package shippy.scaffold;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import shippy.scaffold.ProjectOptions.Part;
import shippy.scaffold.ProjectOptions.StoreKind;

/** What stands for the placeholders of the templates. Stateless. */
final class TemplateValues {
  private TemplateValues() {}

  static Map<String, Object> of(ProjectOptions options) {
    String name = options.name();
    boolean sql = !options.tables().isEmpty();
    Map<String, Object> values = new HashMap<>();
    values.put("name", name);
    values.put("jar", name);
    values.put("Name", ProjectNames.type(name));
    values.put("file", ProjectNames.protoPart(name));
    values.put("package", options.javaPackage());
    values.put("path", options.javaPackage().replace('.', '/'));
    values.put("service_name", options.serviceName());
    values.put("proto_package", ProjectNames.protoPart(options.serviceName()));
    values.put("api_name", "go.micro.api." + name);
    values.put("api_proto_package", "go.micro.api." + ProjectNames.protoPart(name));
    values.put("command", options.command());
    values.put("service", !sql && !options.user());
    values.put("sql", sql);
    values.put("user", options.user());
    values.put("stream", options.stream());
    values.put("http", options.http());
    values.put("store", options.store() != StoreKind.NONE);
    values.put("postgresql", options.store() == StoreKind.POSTGRESQL);
    for (Part part : Part.values()) {
      values.put(part.toString(), options.parts().contains(part));
    }
    values.put("programs", programs(options));
    values.put("calls", lines(calls(options)));
    values.put("curls", lines(curls(options)));
    values.put("methods", options.methods().stream().map(TemplateValues::method).toList());
    values.put("First", options.methods().get(0));
    values.put("first", ProjectNames.field(options.methods().get(0)));
    tables(options, values);
    return values;
  }

  private static List<Map<String, String>> programs(ProjectOptions options) {
    String name = options.name();
    String type = ProjectNames.type(name);
    List<Map<String, String>> programs = new ArrayList<>();
    programs.add(Map.of("jar", name, "main", type + "Main"));
    if (options.user()) {
      programs.add(Map.of("jar", name + "-api", "main", type + "ApiMain"));
    }
    return programs;
  }

  private static List<String> calls(ProjectOptions options) {
    List<String> calls = new ArrayList<>();
    calls.add("shippy call " + options.firstCall());
    if (options.user()) {
      calls.add("curl 'http://127.0.0.1:8080/%s/say/hello?name=huohuo'".formatted(options.name()));
    }
    return calls;
  }

  private static List<String> curls(ProjectOptions options) {
    String base = "http://127.0.0.1:8080/v1/";
    if (!options.tables().isEmpty()) {
      return options.tables().stream()
          .map(table -> "curl '%s%s?page_size=10'".formatted(base, table.name()))
          .toList();
    }
    String path = base + options.name() + "/" + ProjectNames.pathPart(options.methods().get(0));
    return List.of(
        "curl '%s/Ann?greeting=Ahoy'".formatted(path),
        "curl -d '{\"name\":\"Ann\"}' %s".formatted(path));
  }

  private static List<Map<String, String>> lines(List<String> lines) {
    return lines.stream().map(line -> Map.of("line", line)).toList();
  }

  private static Map<String, String> method(String method) {
    return Map.of(
        "Method", method,
        "method", ProjectNames.field(method),
        "method_path", ProjectNames.pathPart(method));
  }

  private static void tables(ProjectOptions options, Map<String, Object> values) {
    List<SqlTable> tables = options.tables();
    values.put("tables", tables.stream().map(table -> table(table, tables, values)).toList());
    List<Map<String, Object>> statements = new ArrayList<>();
    for (SqlTable table : tables) {
      statements.add(Map.of("lines", lines(table.statement())));
      table.indexes().forEach(index -> statements.add(Map.of("lines", lines(List.of(index)))));
    }
    values.put("statements", statements);
    values.put(
        "text_values", tables.stream().anyMatch(table -> has(table, c -> c.type().isText())));
    tables.stream()
        .findFirst()
        .ifPresent(
            table -> {
              values.put("FirstType", table.type());
              values.put("FirstTypes", table.types());
              values.put("FirstPlural", ProjectNames.accessor(table.plural()));
            });
  }

  /** The values for one table, in addition to those of the project. */
  private static Map<String, Object> table(
      SqlTable table, List<SqlTable> all, Map<String, Object> project) {
    List<SqlColumn> keys = table.keys();
    Map<String, Object> values = new HashMap<>(project);
    values.put("table", table.name());
    values.put("Type", table.type());
    values.put("Types", table.types());
    values.put("Plural", ProjectNames.accessor(table.plural()));
    values.put("plural", table.plural());
    values.put("sample", ProjectNames.field(table.type()));
    keys(keys, values);
    if (keys.size() == 1) {
      key(keys.get(0), values);
    }
    values.put("keys", columns(table, keys));
    values.put("columns", columns(table, table.columns()));
    List<SqlColumn> others = table.columns().stream().filter(c -> !c.key()).toList();
    // An UPDATE sets something.
    values.put("others", columns(table, others.isEmpty() ? keys.subList(0, 1) : others));
    boolean timestamp = has(table, c -> c.type() == SqlType.TIMESTAMP);
    values.put("has_timestamp", timestamp);
    values.put("imports", timestamp || project.get("http") == Boolean.TRUE);
    values.put("has_nullable", has(table, c -> c.nullable() && c.read().startsWith("orNull(")));
    values.put("has_nullable_parsed", has(table, c -> c.nullable() && c.type().isText()));
    values.put(
        "has_nullable_timestamp", has(table, c -> c.nullable() && c.type() == SqlType.TIMESTAMP));
    values.put("has_nullable_bytes", has(table, c -> c.nullable() && c.type() == SqlType.BYTES));
    values.put(
        "parents",
        parents(table, all).stream()
            .map(
                parent ->
                    Map.of("Type", parent.type(), "sample", ProjectNames.field(parent.type())))
            .toList());
    return values;
  }

  private static void key(SqlColumn key, Map<String, Object> values) {
    boolean text = key.type() == SqlType.TEXT;
    String requested = "request.get%s()".formatted(ProjectNames.accessor(key.name()));
    String made = "IdempotencyKey.idOf(%s, ids)".formatted(requested);
    boolean isMade = key.type().isMadeByServer();
    String keyOfLast = "found.get(size - 1).%s()".formatted(key.field());
    values.put("one_key", true);
    values.put("key_component", key.field());
    values.put("key_class", key.type().boxed);
    values.put("key_object", key.field());
    values.put("created_key", key.field());
    values.put("key_is_after", key.name() + " > ?");
    values.put("key_type", key.type().java);
    values.put("key_getter", "get" + key.type().getter);
    values.put("text_key", text);
    values.put("made_key", isMade);
    values.put("number_key", !isMade);
    values.put(
        "new_key", key.type() == SqlType.TEXT ? made : key.checkedKey(isMade ? made : requested));
    values.put(
        "parse_key", isMade ? "key -> " + key.parsedKey("key") : key.type().boxed + "::valueOf");
    values.put("key_text", text ? keyOfLast : "String.valueOf(%s)".formatted(keyOfLast));
  }

  /** For keys of several columns; {@link #key} puts in place what is simpler for one. */
  private static void keys(List<SqlColumn> keys, Map<String, Object> values) {
    values.put("key", joined(keys, ", ", SqlColumn::name));
    values.put("key_path", joined(keys, "/", key -> "{" + key.name() + "}"));
    values.put("key_is", joined(keys, " AND ", key -> key.name() + " = ?"));
    values.put("key_parameters", joined(keys, ", ", key -> key.type().java + " " + key.field()));
    values.put("key_arguments", joined(keys, ", ", SqlColumn::field));
    values.put("row_key", joined(keys, ", ", key -> "row.%s()".formatted(key.field())));
    values.put("after_key", joined(keys, ", ", key -> "after.get().%s()".formatted(key.field())));
    String tuples = "(%s) > (%s)".formatted(values.get("key"), joined(keys, ", ", key -> "?"));
    values.put("key_is_after", tuples);
    values.put("one_key", false);
    values.put("key_class", "Key");
    values.put("key_object", "List.of(%s)".formatted(values.get("key_arguments")));
    values.put("created_key", values.get("row_key"));
    values.put("parse_key", values.get("Type") + "Handler::key");
    values.put("spaces", " ".repeat(keys.size() - 1));
    values.put("last_key", joined(keys, " + \" \" + ", key -> "last.%s()".formatted(key.field())));
    List<String> parts = new ArrayList<>();
    for (SqlColumn key : keys) {
      parts.add(key.parsedKey("parts[%d]".formatted(parts.size())));
    }
    values.put("parsed_key", String.join(", ", parts));
  }

  private static String joined(List<SqlColumn> keys, String by, Function<SqlColumn, String> of) {
    return keys.stream().map(of).collect(joining(by));
  }

  private static boolean has(SqlTable table, Predicate<SqlColumn> columns) {
    return table.columns().stream().anyMatch(columns);
  }

  /** The tables that must have a row before this one can, in the order of the file. */
  private static List<SqlTable> parents(SqlTable table, List<SqlTable> all) {
    return all.stream().filter(other -> isAbove(other, table, all)).toList();
  }

  private static boolean isAbove(SqlTable other, SqlTable table, List<SqlTable> all) {
    return table.references().contains(other.name())
        || all.stream()
            .filter(between -> table.references().contains(between.name()))
            .anyMatch(between -> isAbove(other, between, all));
  }

  private static List<Map<String, Object>> columns(SqlTable table, List<SqlColumn> columns) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (SqlColumn column : columns) {
      boolean isKey = column.key();
      String value = column.value("row.%s()".formatted(column.field()));
      Map<String, Object> values = new HashMap<>();
      values.put("column", column.name());
      values.put("number", table.columns().indexOf(column) + 1);
      values.put("Field", ProjectNames.accessor(column.name()));
      values.put("component", column.field());
      values.put("proto_type", column.type().proto);
      values.put("java_type", column.type().java);
      values.put("boxed_type", column.type().boxed);
      values.put("nullable", column.nullable());
      values.put("optional", column.nullable() || column.fallback().isPresent());
      values.put("has_default", column.fallback().isPresent());
      values.put("default", column.fallback().orElse(""));
      values.put("is_text", column.type().isText());
      values.put("comment", column.comment());
      values.put("value", value);
      values.put("insert_value", isKey && table.keys().size() == 1 ? column.field() : value);
      values.put(
          "requested",
          column.checkedKey("request.get%s()".formatted(ProjectNames.accessor(column.name()))));
      values.put("read", column.read());
      values.put("to_message", column.toMessage());
      values.put("from_message", isKey ? column.field() : column.fromMessage());
      values.put("sample_value", column.sample());
      all.add(values);
    }
    return all;
  }
}
