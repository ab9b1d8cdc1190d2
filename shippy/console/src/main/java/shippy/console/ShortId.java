package shippy.console;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * An id as people type it: in full, its beginning, or as a narrow table shows it, with … in the
 * middle. Immutable.
 */
public record ShortId(String typed) {
  private static final String GAP = "…";
  private static final int SHOWN = 8;

  public ShortId {
    requireNonNull(typed, "typed");
  }

  /** Whether it cannot be an id in full: a table has cut it. */
  public boolean isCut() {
    return typed.contains(GAP);
  }

  /**
   * The one that is meant; empty if no id begins so. A full id means itself, even if others begin
   * with it.
   *
   * @param ids the id of each and other names of it
   * @throws ProblemException with code {@code USAGE} and the candidates if there is more than one
   */
  public <T> Optional<T> find(Collection<T> all, Function<T, List<String>> ids) {
    Optional<T> exact = all.stream().filter(one -> id(one, ids).equals(typed)).findFirst();
    if (exact.isPresent() || typed.isEmpty()) {
      return exact;
    }
    List<T> meant =
        all.stream().filter(one -> ids.apply(one).stream().anyMatch(this::shortens)).toList();
    if (meant.size() > 1) {
      throw ambiguous(meant.stream().map(one -> id(one, ids)).toList());
    }
    return meant.stream().findFirst();
  }

  private static <T> String id(T one, Function<T, List<String>> ids) {
    return ids.apply(one).get(0);
  }

  private boolean shortens(String id) {
    int gap = typed.indexOf(GAP);
    return gap < 0
        ? id.startsWith(typed)
        : id.length() >= typed.length()
            && id.startsWith(typed.substring(0, gap))
            && id.endsWith(typed.substring(gap + GAP.length()));
  }

  private ProblemException ambiguous(List<String> meant) {
    String more = meant.size() > SHOWN ? ", …" : "";
    return Problem.of(
            ExitCode.USAGE,
            "\"%s\" stands for %d ids (expected: one of %s%s)"
                .formatted(
                    typed,
                    meant.size(),
                    meant.stream().limit(SHOWN).collect(Collectors.joining(", ")),
                    more))
        .toException();
  }
}
