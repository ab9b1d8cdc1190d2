package shippy.tool.run;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import shippy.clock.Clock;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.ListView;
import shippy.console.output.Text;
import shippy.problem.ExitCode;
import shippy.process.OrphanProcesses;
import shippy.process.OrphanProcesses.Stopped;

/** {@code shippy stop}. */
@Command(
    name = "stop",
    description = "Stop what 'shippy run' and 'shippy demo' started, also what a killed one left.")
public final class StopCommand implements Action {
  @Override
  public ExitCode run(Invocation call) {
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
