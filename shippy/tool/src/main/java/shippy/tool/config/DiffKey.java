package shippy.tool.config;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.config.etcd.ConfigCentre;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigKey;
import shippy.console.Invocation;
import shippy.console.io.InputFile;
import shippy.console.output.Text;
import shippy.console.output.UnifiedDiff;
import shippy.console.output.View;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** {@code shippy config diff KEY [REVISION|FILE] [REVISION]}. */
@Command(
    name = "diff",
    description = {
      "Show how versions of a key differ.",
      "The last two, two revisions, a revision and now, or now and a file. Secrets are shown as ***."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy config diff vessel                what the last change was",
      "  shippy config diff vessel 42             what has changed since",
      "  shippy config diff vessel 42 57",
      "  shippy config diff vessel new.yaml       what 'put' would change"
    })
final class DiffKey implements CentreAction {
  @Parameters(index = "0", paramLabel = "KEY", description = ConfigCommand.KEY)
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FROM",
      description = "A revision or a file; - is standard input (the version before the last).")
  private String from = "";

  @Parameters(index = "2", arity = "0..1", paramLabel = "TO", description = "A revision (now).")
  private String to = "";

  @Override
  public ExitCode run(Invocation call, ConfigCentre centre) {
    ConfigKey named = ConfigKey.typed(key);
    Difference difference;
    if (from.isEmpty()) {
      List<Entry> last = centre.history(named.text(), 2).entries();
      Entry now = last.isEmpty() ? CentreAction.required(centre, named) : last.get(0);
      difference =
          last.size() == 2
              ? Difference.of(version(last.get(1)), version(now))
              : Difference.of(new SettingsText(named, "", "/dev/null"), version(now));
    } else if (isRevision(from)) {
      Entry old = CentreAction.at(centre, named, revision(from));
      Entry now =
          to.isEmpty()
              ? CentreAction.required(centre, named)
              : CentreAction.at(centre, named, revision(to));
      difference = Difference.of(version(old), version(now));
    } else {
      SettingsText file = SettingsText.read(named, InputFile.of(from), call.io().in());
      difference = Difference.of(version(CentreAction.required(centre, named)), file);
    }
    call.output().show(difference);
    return ExitCode.OK;
  }

  private static boolean isRevision(String text) {
    return text.matches("\\d{1,18}");
  }

  private static long revision(String text) {
    if (!isRevision(text)) {
      throw Problem.of(ExitCode.USAGE, "TO: \"%s\" (expected: a revision)".formatted(text))
          .toException();
    }
    return Long.parseLong(text);
  }

  private static SettingsText version(Entry entry) {
    return new SettingsText(ConfigKey.of(entry.key()), entry.text(), SettingsText.name(entry));
  }

  private record Difference(String from, String to, List<String> lines) implements View {
    static Difference of(SettingsText from, SettingsText to) {
      return new Difference(
          from.source(),
          to.source(),
          UnifiedDiff.of(from.source(), from.text(), to.source(), to.text()));
    }

    @Override
    public void text(Text text) {
      lines.forEach(text::line);
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("from", from);
      json.writeStringField("to", to);
      json.writeBooleanField("differs", !lines.isEmpty());
      json.writeArrayFieldStart("diff");
      for (String line : lines) {
        json.writeString(line);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
