package shippy.tool.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import shippy.process.Program;
import shippy.tool.run.Readiness.Sight;

/** The current instance of each program, and how it was last seen. Safe for any thread. */
final class RunningPrograms {
  private final List<Program> programs;
  private final Map<Program, String> ids = new LinkedHashMap<>();
  private Map<Program, Sight> sights = Map.of();

  RunningPrograms(List<Program> programs) {
    this.programs = List.copyOf(programs);
  }

  List<Program> programs() {
    return programs;
  }

  /** The {@code server_id} of what runs, by program. */
  synchronized Map<Program, String> ids() {
    return Map.copyOf(ids);
  }

  synchronized void started(Program program, String id) {
    ids.put(program, id);
  }

  synchronized void gone(Program program) {
    ids.remove(program);
  }

  synchronized void seen(Map<Program, Sight> now) {
    sights = Map.copyOf(now);
  }

  /** What was last seen of a program that still runs. */
  synchronized Optional<Sight> sight(Program program) {
    return ids.containsKey(program) ? Optional.ofNullable(sights.get(program)) : Optional.empty();
  }

  /** Whether every program runs, is found and serves. */
  boolean complete() {
    return programs.stream().allMatch(p -> sight(p).filter(Sight::serving).isPresent());
  }

  /** What is not up, and why, for one line. */
  String missing() {
    return programs.stream()
        .filter(p -> sight(p).filter(Sight::serving).isEmpty())
        .map(p -> p.name() + " (" + state(p) + ")")
        .collect(Collectors.joining(", "));
  }

  private String state(Program program) {
    if (!ids().containsKey(program)) {
      return "not running";
    }
    return sight(program)
        .map(s -> "registered at " + s.address() + ", which does not answer")
        .orElse("running, not in the registry");
  }
}
