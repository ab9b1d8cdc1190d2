package shippy.run.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.process.RunFile;
import shippy.run.RunCommand;

/** Which run is meant: the only one, the one with all the names, or that of {@code --run}. */
final class RunOption {
  @Option(
      names = "--run",
      paramLabel = "PID",
      description = "which run, if several have an instance of that name")
  private Optional<Long> pid = Optional.empty();

  /**
   * The run that has an instance for each of the names.
   *
   * @param names none for any run
   */
  ControlClient find(Invocation call, List<String> names) {
    List<ControlClient> all = running(call);
    List<ControlClient> chosen =
        all.stream().filter(run -> pid.isEmpty() || pid.get() == run.run()).toList();
    if (all.isEmpty() || chosen.isEmpty()) {
      throw none(all);
    }
    if (chosen.size() == 1) {
      return chosen.get(0); // it says itself what it does not have
    }
    List<ControlClient> suitable = chosen.stream().filter(run -> has(run, names)).toList();
    if (suitable.size() == 1) {
      return suitable.get(0);
    }
    throw Problem.of(
            ExitCode.USAGE,
            suitable.isEmpty()
                ? "no run has %s".formatted(String.join(", ", names))
                : "%d runs (expected: --run=PID, to say which)".formatted(suitable.size()))
        .withFacts(chosen.stream().map(RunOption::describe).toList())
        .toException();
  }

  private static boolean has(ControlClient run, List<String> names) {
    List<ControlledInstance> instances = run.instances();
    return names.stream().allMatch(name -> instances.stream().anyMatch(i -> i.suits(name)));
  }

  private static String describe(ControlClient run) {
    return "run %s: %s"
        .formatted(
            run,
            run.instances().stream()
                .map(ControlledInstance::label)
                .collect(Collectors.joining(", ")));
  }

  private ProblemException none(List<ControlClient> all) {
    if (all.isEmpty()) {
      return Problem.of(ExitCode.UNAVAILABLE, "nothing runs that 'shippy run' started")
          .withFix(RunCommand.START)
          .toException();
    }
    return Problem.of(
            ExitCode.USAGE,
            "--run: \"%s\" (expected: %s)"
                .formatted(
                    pid.map(String::valueOf).orElse(""),
                    all.stream()
                        .map(run -> String.valueOf(run.run()))
                        .collect(Collectors.joining(", "))))
        .toException();
  }

  private static List<ControlClient> running(Invocation call) {
    List<ControlClient> all = new ArrayList<>();
    try {
      for (Map.Entry<Long, String> run : RunFile.controls(call.io().env()).entrySet()) {
        all.add(new ControlClient(run.getKey(), run.getValue(), call.config()));
      }
      return all;
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "cannot read what runs: " + e.getMessage()).toException(e);
    }
  }
}
