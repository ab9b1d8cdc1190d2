package shippy.scaffold;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A table with a key of one column or several.
 *
 * @param constraints those of the table itself, as in {@code CREATE TABLE}
 * @param references the tables that its rows cannot be without
 * @param indexes statements that follow it
 */
public record SqlTable(
    String name,
    List<SqlColumn> columns,
    List<String> constraints,
    Set<String> references,
    List<String> indexes) {
  public SqlTable {
    columns = List.copyOf(columns);
    constraints = List.copyOf(constraints);
    references = Set.copyOf(references);
    indexes = List.copyOf(indexes);
  }

  SqlTable withIndex(String statement) {
    List<String> all = Stream.concat(indexes.stream(), Stream.of(statement)).toList();
    return new SqlTable(name, columns, constraints, references, all);
  }

  List<SqlColumn> keys() {
    return columns.stream().filter(SqlColumn::key).toList();
  }

  String type() {
    return ProjectNames.type(ProjectNames.singular(name));
  }

  String types() {
    return ProjectNames.type(plural());
  }

  String plural() {
    return ProjectNames.plural(ProjectNames.singular(name));
  }

  /** The statement that makes it, line by line. */
  List<String> statement() {
    List<String> inside =
        Stream.concat(columns.stream().map(SqlColumn::definition), constraints.stream()).toList();
    String all = String.join(",\n  ", inside);
    return "CREATE TABLE %s (\n  %s)".formatted(name, all).lines().toList();
  }
}
