package shippy.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.process.Program;

/** How many instances of each program to start: {@code vessel=3}, or {@code 2} of all. */
final class InstanceCounts {
  private static final Pattern FORM = Pattern.compile("(?:(.+)=)?(\\d{1,3})");
  private static final int MOST = 100;

  private InstanceCounts() {}

  /**
   * The programs with more of their kinds.
   *
   * @param counts as the user wrote them; a name may be that of a service: its last part counts
   */
  static List<Program> apply(List<String> counts, List<Program> programs) {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    programs.forEach(program -> wanted.merge(program.kind(), 1, Integer::sum));
    Set<String> kinds = Set.copyOf(wanted.keySet());
    for (String count : counts) {
      Matcher form = FORM.matcher(count);
      int number = form.matches() ? Integer.parseInt(form.group(2)) : 0;
      if (number < 1 || number > MOST) {
        throw wrong(count, "NAME=1-%d, or 1-%d for all".formatted(MOST, MOST));
      }
      Optional<String> name = Optional.ofNullable(form.group(1));
      List<String> meant =
          kinds.stream().filter(k -> name.isEmpty() || suits(k, name.get())).toList();
      if (meant.isEmpty()) {
        throw wrong(count, kinds.stream().sorted().collect(Collectors.joining(", ")));
      }
      meant.forEach(kind -> wanted.put(kind, number));
    }
    return programs(wanted, programs);
  }

  private static boolean suits(String kind, String name) {
    return name.equals(kind) || name.endsWith("." + kind);
  }

  private static List<Program> programs(Map<String, Integer> wanted, List<Program> given) {
    Set<String> taken = new HashSet<>();
    List<Program> all = new ArrayList<>();
    wanted.forEach(
        (kind, count) -> {
          Program first =
              given.stream().filter(p -> p.kind().equals(kind)).findFirst().orElseThrow();
          for (int i = 0; i < count; i++) {
            Program program = first.another(taken);
            taken.add(program.name());
            all.add(program);
          }
        });
    return all;
  }

  private static ProblemException wrong(String count, String expected) {
    return Problem.of(
            ExitCode.USAGE, "--instances: \"%s\" (expected: %s)".formatted(count, expected))
        .toException();
  }
}
