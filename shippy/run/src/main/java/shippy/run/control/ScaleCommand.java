package shippy.run.control;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import shippy.config.Setting;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** {@code shippy scale NAME=N...}, or {@code NAME N}. */
@Command(
    name = "scale",
    description =
        "Start or stop instances of a run until so many of a service run. Those that are stopped"
            + " drain first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy scale vessel=3               three vessel services",
      "  shippy scale vessel 3               the same",
      "  shippy scale vessel=1 consignment=2"
    })
public final class ScaleCommand implements Action {
  public static final List<Setting<?>> SETTINGS = ControlClient.SETTINGS;

  private static final Pattern FORM = Pattern.compile("(.+)=(\\d{1,3})");

  @Mixin private RunOption which = new RunOption();

  @Parameters(arity = "1..*", paramLabel = "NAME=N", description = "A service or a program.")
  private List<String> counts = List.of();

  private record Count(String name, int instances) {
    static Count parse(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw Problem.of(
                ExitCode.USAGE, "\"%s\" (expected: NAME=N, such as vessel=3)".formatted(text))
            .toException();
      }
      return new Count(form.group(1), Integer.parseInt(form.group(2)));
    }
  }

  @Override
  public ExitCode run(Invocation call) {
    boolean pair = counts.size() == 2 && !counts.get(0).contains("=");
    List<Count> wanted =
        (pair ? List.of(String.join("=", counts)) : counts).stream().map(Count::parse).toList();
    ControlClient run = which.find(call, wanted.stream().map(Count::name).toList());
    List<ControlledInstance> now = new ArrayList<>();
    for (Count count : wanted) {
      run.scale(count.name(), count.instances());
      run.instances().stream().filter(i -> i.suits(count.name())).forEach(now::add);
    }
    call.output().show(new InstancesView("running", now));
    return ExitCode.OK;
  }
}
