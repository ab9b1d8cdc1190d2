package shippy.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import shippy.process.Program;
import shippy.run.Readiness.Sight;

/** The current process of each program, and how it was last seen. Safe for any thread. */
final class RunningPrograms {
  private final List<Program> programs;
  private final Map<String, Program> running = new LinkedHashMap<>();
  private final Map<String, String> services = new HashMap<>();
  private Map<String, Sight> sights = Map.of();

  /** Of a run that starts these. */
  RunningPrograms(List<Program> programs) {
    this.programs = List.copyOf(programs);
  }

  List<Program> programs() {
    return programs;
  }

  /** The {@code server_id} of each process that runs. */
  synchronized List<String> ids() {
    return List.copyOf(running.keySet());
  }

  synchronized void started(Program program, String id) {
    running.put(id, program);
  }

  synchronized void gone(String id) {
    running.remove(id);
  }

  /** What was seen, by id. */
  synchronized void seen(Map<String, Sight> now) {
    sights = Map.copyOf(now);
    sights.forEach(
        (id, sight) -> {
          Program program = running.get(id);
          if (program != null) {
            services.put(program.kind(), sight.service());
          }
        });
  }

  /** The name that programs of this kind register, if one was seen. */
  synchronized Optional<String> service(String kind) {
    return Optional.ofNullable(services.get(kind));
  }

  /** What was last seen of a program that still runs. */
  synchronized Optional<Sight> sight(Program program) {
    return id(program).map(sights::get);
  }

  private Optional<String> id(Program program) {
    return running.entrySet().stream()
        .filter(entry -> entry.getValue().equals(program))
        .map(Map.Entry::getKey)
        .reduce((earlier, later) -> later);
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

  private synchronized String state(Program program) {
    if (id(program).isEmpty()) {
      return "not running";
    }
    return sight(program)
        .map(s -> "registered at " + s.address() + ", which does not answer")
        .orElse("running, not in the registry");
  }
}
