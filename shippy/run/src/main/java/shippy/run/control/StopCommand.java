package shippy.run.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import shippy.clock.Clock;
import shippy.config.Setting;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.ListView;
import shippy.console.output.Text;
import shippy.problem.ExitCode;
import shippy.process.OrphanProcesses;
import shippy.process.OrphanProcesses.Stopped;

/** {@code shippy stop [NAME...]}. */
@Command(
    name = "stop",
    description = {
      "Stop what 'shippy run' and 'shippy demo' started, also what a killed one left.",
      "With names, only those instances of a run; 'shippy scale' starts them again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy stop                         all runs and demos",
      "  shippy stop vessel-2                one instance; the run goes on"
    })
public final class StopCommand implements Action {
  public static final List<Setting<?>> SETTINGS = ControlClient.SETTINGS;

  @Mixin private RunOption which = new RunOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "A service, a program, or the name or id of one instance; all runs without.")
  private List<String> names = List.of();

  @Override
  public ExitCode run(Invocation call) {
    if (!names.isEmpty()) {
      ControlClient run = which.find(call, names);
      List<ControlledInstance> ended =
          names.stream().flatMap(name -> run.order("stop", name).stream()).toList();
      call.output().show(new InstancesView("stopping", ended));
      return ExitCode.OK;
    }
    List<Stopped> stopped = OrphanProcesses.of(call.io().env(), Clock.system()).stop();
    call.output().show(new StoppedView(stopped));
    return ExitCode.OK;
  }

  private record StoppedView(List<Stopped> stopped) implements ListView {
    @Override
    public void text(Text text) {
      if (stopped.isEmpty()) {
        text.line("nothing to stop");
      }
      stopped.forEach(
          process ->
              text.line(
                  "%s %s (pid %d)"
                      .formatted(
                          process.killed() ? "killed " : "stopped",
                          process.name(),
                          process.pid())));
    }

    @Override
    public List<Item> items() {
      return stopped.stream()
          .map(process -> new Item(process.name(), json -> write(process, json)))
          .toList();
    }

    private static void write(Stopped process, JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("name", process.name());
      json.writeNumberField("pid", process.pid());
      json.writeBooleanField("killed", process.killed());
      json.writeEndObject();
    }
  }
}
