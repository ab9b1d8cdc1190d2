package shippy.tool.config;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.config.etcd.ConfigCentre;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigKey;
import shippy.console.Invocation;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.problem.ExitCode;

/** {@code shippy config get KEY}. */
@Command(
    name = "get",
    description = "Print what a key of the config centre holds, exactly: secrets too.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy config get vessel > vessel.yaml",
      "  shippy config get vessel --revision=42    what it held then"
    })
final class GetKey implements CentreAction {
  @Parameters(paramLabel = "KEY", description = ConfigCommand.KEY)
  private String key = "";

  @Option(names = "--revision", paramLabel = "N", description = "as etcd had it at this revision")
  private Optional<Long> revision = Optional.empty();

  @Override
  public ExitCode run(Invocation call, ConfigCentre centre) {
    ConfigKey named = ConfigKey.typed(key);
    Entry found =
        revision.isPresent()
            ? CentreAction.at(centre, named, revision.get())
            : CentreAction.required(centre, named);
    if (call.output().format().isStructured() || call.io().screen().outIsTerminal()) {
      call.output().show(new KeyText(found));
    } else {
      call.io().out().print(found.text());
    }
    return ExitCode.OK;
  }

  private record KeyText(Entry entry) implements View {
    @Override
    public void text(Text text) {
      entry.text().lines().forEach(text::line);
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("key", entry.key());
      json.writeNumberField("revision", entry.revision());
      json.writeNumberField("version", entry.version());
      json.writeStringField("text", entry.text());
      json.writeEndObject();
    }

    @Override
    public List<Item> items() {
      return List.of(new Item(entry.key(), this::json));
    }
  }
}
