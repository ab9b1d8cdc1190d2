package shippy.store;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * The tables of one service and how they came about: version n is what the first n steps make. A
 * step that was released never changes; a new one is added behind it. Two types are written in
 * braces, since databases differ: an {@code {id}} is text ordered by its bytes, {@code {bytes}} is
 * binary.
 *
 * @param name tells the schemas in one database apart, and names the default file
 * @param steps the statements of each version
 */
public record Schema(String name, List<List<String>> steps) {
  public Schema {
    requireNonNull(name, "name");
    steps = steps.stream().map(List::copyOf).toList();
  }

  /** A schema without tables yet. */
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
