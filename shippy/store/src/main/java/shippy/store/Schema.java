package shippy.store;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * The tables of one service and their history: the first n steps make version n. A released step
 * never changes; a change is a new step at the end. Three types are in braces because databases
 * differ: {@code {id}} is text ordered by its bytes, {@code {bytes}} is binary, and {@code
 * {decimal}} is a decimal number of any length, which SQLite compares as text.
 *
 * @param name distinguishes the schemas in one database, and names the default file
 * @param steps the statements of each version
 */
public record Schema(String name, List<List<String>> steps) {
  public Schema {
    requireNonNull(name, "name");
    steps = steps.stream().map(List::copyOf).toList();
  }

  /** A schema without tables. */
  public static Schema named(String name) {
    return new Schema(name, List.of());
  }

  /** This schema with one more version. */
  public Schema then(String... statements) {
    List<List<String>> all = new ArrayList<>(steps);
    all.add(List.of(statements));
    return new Schema(name, all);
  }

  int version() {
    return steps.size();
  }
}
