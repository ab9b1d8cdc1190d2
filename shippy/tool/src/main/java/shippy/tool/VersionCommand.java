package shippy.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.problem.ExitCode;

/** {@code shippy version}: what {@code --version} prints, also for programs. */
@Command(
    name = "version",
    description = "Show the version, the git revision it was built from, and the Java it runs on.")
final class VersionCommand implements Action {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public ExitCode run(Invocation call) {
    String built = VersionCommand.class.getPackage().getImplementationVersion();
    call.output()
        .show(
            new Version(
                String.join("", spec.root().version()),
                built == null ? "unpacked" : built,
                System.getProperty("java.version")));
    return ExitCode.OK;
  }

  /**
   * A version as semver writes it.
   *
   * @param line for people
   * @param built {@code 0.1.0+39222cb0}; {@code -dirty} at the end if sources were changed
   */
  private record Version(String line, String built, String java) implements View {
    @Override
    public void text(Text text) {
      text.line(line);
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      int plus = built.indexOf('+');
      json.writeStartObject();
      json.writeStringField("name", "shippy");
      json.writeStringField("version", plus < 0 ? built : built.substring(0, plus));
      json.writeStringField("revision", plus < 0 ? null : built.substring(plus + 1));
      json.writeStringField("java", java);
      json.writeEndObject();
    }
  }
}
