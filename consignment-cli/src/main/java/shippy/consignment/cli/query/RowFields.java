package shippy.consignment.cli.query;

import java.util.List;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.Suggestion;

/** The fields of one kind of rows. Immutable. */
public record RowFields(List<RowField> all) {
  public RowFields {
    all = List.copyOf(all);
  }

  /** The field of that name; a wrong one is a usage error of the option. */
  RowField find(String option, String name) {
    List<String> names = all.stream().map(RowField::name).toList();
    return all.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> {
              Problem problem =
                  Problem.of(
                      ExitCode.USAGE,
                      "%s: no field \"%s\" (expected: %s)"
                          .formatted(option, name, String.join(", ", names)));
              return Suggestion.add(problem, name, names).toException();
            });
  }
}
