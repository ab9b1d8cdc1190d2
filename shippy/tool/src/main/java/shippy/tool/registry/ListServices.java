package shippy.tool.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import shippy.clock.Clock;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.console.output.WatchLoop;
import shippy.platform.Platform;
import shippy.problem.ExitCode;

/** {@code shippy list services}. */
@Command(name = "services", description = "List the names of all services.")
public final class ListServices implements Action {
  @Option(names = "--watch", description = "show them again whenever they change, until Ctrl-C")
  private boolean watch;

  @Override
  public ExitCode run(Invocation call) {
    try (Platform platform = Platform.open(call.config())) {
      if (watch) {
        return new WatchLoop(call.output(), Clock.system())
            .run(() -> new Names(platform.registry().services()));
      }
      call.output().show(new Names(platform.registry().services()));
    }
    return ExitCode.OK;
  }

  /**
   * The names, one a line.
   *
   * @param names sorted
   */
  public record Names(List<String> names) implements View {
    @Override
    public void text(Text text) {
      names.forEach(text::line);
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartArray();
      for (String name : names) {
        json.writeString(name);
      }
      json.writeEndArray();
    }

    @Override
    public List<Item> items() {
      return names.stream().map(Item::named).toList();
    }
  }
}
