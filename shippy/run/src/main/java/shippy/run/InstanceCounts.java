package shippy.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import shippy.process.Program;

/** How many instances of each program to start: {@code vessel=3}, or {@code 2} of all. */
final class InstanceCounts {
  private static final int MOST = 100;

  private InstanceCounts() {}

  /** The programs with more of their kinds. */
  static List<Program> apply(List<String> counts, List<Program> programs) {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    programs.forEach(program -> wanted.merge(program.kind(), 1, Integer::sum));
    wanted.putAll(
        PerService.values("--instances", counts, programs, InstanceCounts::parse, "1-" + MOST, ""));
    return programs(wanted, programs);
  }

  static Optional<Integer> parse(String text) {
    return Optional.of(text)
        .filter(t -> t.matches("\\d{1,3}"))
        .map(Integer::valueOf)
        .filter(number -> number >= 1 && number <= MOST);
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
}
