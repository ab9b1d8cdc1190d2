package shippy.tool.config;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import shippy.config.Config;
import shippy.config.DataDirectory;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.problem.ExitCode;

/** {@code shippy config}, and what is below it. */
@Command(
    name = "config",
    description = {
      "Show every setting of services and programs, its value here, and where that comes from:"
          + " a flag, a variable, the context, a line of a file, or the default.",
      "Secrets are shown as ***.",
      "The commands below it read and write the config centre, etcd, which services follow by"
          + " --config=etcd:///KEY. It is where --config_address says, else where an etcd registry"
          + " is, else 127.0.0.1:2379."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy config                       who set what",
      "  shippy config --registry=etcd       what a flag would change",
      "  shippy config -o json | jq '.[] | select(.source != \"default\")'",
      "  shippy config explain client_retries vessel",
      "  shippy config edit vessel           checked, and written if nobody else has"
    })
public final class ConfigCommand implements Action {
  static final String KEY = "vessel means /shippy/config/vessel; or a key from its first / on.";
  static final String FORCE = "write an empty text, unknown settings, any key";
  static final String REVISION = "A number from 'shippy config history'.";

  /** The command and those below it. */
  public static CommandLine command() {
    List<Setting<?>> more =
        Stream.concat(Settings.SERVER.stream(), Settings.STORAGE.stream()).toList();
    return Console.taking(more, new ConfigCommand())
        .addSubcommand(new ExplainSetting())
        .addSubcommand(new GetKey())
        .addSubcommand(new PutKey())
        .addSubcommand(new EditKey())
        .addSubcommand(new ListKeys())
        .addSubcommand(new KeyHistory())
        .addSubcommand(new DiffKey())
        .addSubcommand(new KeyWatch())
        .addSubcommand(new RollbackKey());
  }

  @Override
  public boolean isLenient() {
    return true;
  }

  @Override
  public ExitCode run(Invocation call) {
    call.output()
        .show(
            new SettingsView(
                Settings.ALL.stream().map(setting -> row(setting, call.config())).toList()));
    return ExitCode.OK;
  }

  private static Row row(Setting<?> setting, Config config) {
    Optional<Config.Origin> origin = config.origin(setting);
    if (origin.isEmpty()) {
      return new Row(setting.name(), unset(setting, config), "default");
    }
    return new Row(
        setting.name(), Optional.of(setting.shown(origin.get().text())), origin.get().source());
  }

  /** The value that a program chooses itself, if it is known before it runs. */
  private static Optional<String> unset(Setting<?> setting, Config config) {
    if (setting.equals(Settings.DATA_DIR)) {
      return DataDirectory.find(config).map(Path::toString);
    }
    if (setting.equals(Settings.REGISTRY_ADDRESS)) {
      return switch (config.get(Settings.REGISTRY)) {
        case "etcd" -> Optional.of("127.0.0.1:2379");
        case "mdns" -> Optional.of("127.0.0.1");
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private record Row(String name, Optional<String> value, String source) {}

  private record SettingsView(List<Row> rows) implements View {
    private static final List<Column> COLUMNS =
        List.of(Column.id("SETTING"), Column.text("VALUE"), Column.id("FROM"));

    @Override
    public void text(Text text) {
      text.table(
          Table.of(
              COLUMNS,
              rows.stream()
                  .map(row -> List.of(row.name(), row.value().orElse("-"), row.source()))
                  .toList()));
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartArray();
      for (Row row : rows) {
        json.writeStartObject();
        json.writeStringField("setting", row.name());
        json.writeStringField("value", row.value().orElse(null));
        json.writeStringField("source", row.source());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }
}
