package shippy.run.control;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import shippy.clock.Clock;
import shippy.clock.Deadline;
import shippy.config.Setting;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** {@code shippy restart NAME...}. */
@Command(
    name = "restart",
    description = {
      "Restart instances of a run, one after the other: a new one starts from the jar as it is by"
          + " now, and the old one drains when callers find the new one. No call fails.",
      "A new one that does not start leaves the old one running."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy restart vessel               all instances of the vessel service",
      "  shippy restart vessel-2             the second one"
    })
public final class RestartCommand implements Action {
  public static final List<Setting<?>> SETTINGS = ControlClient.SETTINGS;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Mixin private RunOption which = new RunOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "A service, a program, or the name or id of one instance.")
  private List<String> names = List.of();

  @Override
  public ExitCode run(Invocation call) {
    ControlClient run = which.find(call, names);
    Set<String> before = ids(run.instances());
    Set<String> old = new HashSet<>();
    names.forEach(name -> old.addAll(ids(run.order("restart", name))));
    List<ControlledInstance> now = awaitReplaced(run, before, old);
    call.output()
        .show(
            new InstancesView(
                "restarted", now.stream().filter(i -> !before.contains(i.id())).toList()));
    return ExitCode.OK;
  }

  /** A new one that comes and goes while the old ones stay has not started. */
  private static List<ControlledInstance> awaitReplaced(
      ControlClient run, Set<String> before, Set<String> old) {
    Supplier<Duration> waited = Clock.system().stopwatch();
    Set<String> fresh = new HashSet<>();
    while (waited.get().compareTo(LIMIT.multipliedBy(old.size())) < 0) {
      List<ControlledInstance> now = run.instances();
      Set<String> ids = ids(now);
      if (old.stream().noneMatch(ids::contains)) {
        return now;
      }
      ids.stream().filter(id -> !before.contains(id)).forEach(fresh::add);
      if (!ids.containsAll(fresh)) {
        throw failed(now, old, "the new version failed to start; the previous one goes on");
      }
      Deadline.within(POLL, new CompletableFuture<Void>(), Clock.system());
    }
    throw failed(run.instances(), old, "not restarted after " + waited.get().toSeconds() + " s");
  }

  private static ProblemException failed(
      List<ControlledInstance> now, Set<String> old, String what) {
    String name =
        now.stream()
            .filter(i -> old.contains(i.id()))
            .map(ControlledInstance::label)
            .collect(Collectors.joining(", "));
    return Problem.of(ExitCode.FAILED, name + ": " + what)
        .withFix("shippy logs " + name.replace(",", ""), "what it said")
        .toException();
  }

  private static Set<String> ids(List<ControlledInstance> instances) {
    return instances.stream().map(ControlledInstance::id).collect(Collectors.toSet());
  }
}
