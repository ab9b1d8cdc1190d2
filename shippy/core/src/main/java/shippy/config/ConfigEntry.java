package shippy.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * One value that a source of settings has.
 *
 * @param path the keys that lead to it, outermost first; at least one
 * @param text the value as text; the elements of a list are joined by commas
 * @param place where the value stands, for messages
 */
public record ConfigEntry(List<String> path, String text, Place place) {
  public ConfigEntry {
    path = List.copyOf(path);
    requireNonNull(text, "text");
    requireNonNull(place, "place");
  }

  /**
   * A position in a source.
   *
   * @param source the path of a file, or key and revision in etcd
   * @param line from 1
   * @param column from 1; 0 if it is not known
   */
  public record Place(String source, int line, int column) {
    public Place {
      requireNonNull(source, "source");
    }

    /** {@code shippy.yaml:3:5}. */
    @Override
    public String toString() {
      return lineOnly() + (column > 0 ? ":" + column : "");
    }

    /** {@code shippy.yaml:3}. */
    String lineOnly() {
      return source + ":" + line;
    }

    /** The problem of what stands here: {@code shippy.yaml:3:5: no value (expected: ...)}. */
    public Problem problem(String what) {
      return Problem.of(ExitCode.CONFIG, this + ": " + what);
    }
  }
}
