package shippy.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.config.Config;
import shippy.config.Contexts;
import shippy.config.Secrets;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.Column;
import shippy.console.output.ListView;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Registry;

/** {@code shippy context add|list|use|show|remove}. */
@Command(
    name = "context",
    description = {
      "Keep settings under a name, such as where the registry is, and use them by it.",
      "--context=NAME uses them in one call; flags and variables come before them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy context add prod --registry=etcd --registry_address=a:2379,b:2379",
      "  shippy context use prod             from now on, in consignment-cli too",
      "  shippy list services --context=prod in this call only",
      "  shippy context use none             without any"
    })
final class ContextCommand {
  /** Runs also if the context in use is gone or has wrong settings: it may mend that. */
  private interface ContextAction extends Action {
    @Override
    default boolean inContext() {
      return false;
    }
  }

  static CommandLine command() {
    return new CommandLine(new ContextCommand())
        .addSubcommand(new Add())
        .addSubcommand(new ListAll())
        .addSubcommand(new Use())
        .addSubcommand(new Show())
        .addSubcommand(new Remove());
  }

  @Command(
      name = "add",
      description = {
        "Keep the flags that are given as a context, in place of one of the same name.",
        "Passwords stay in files: --registry_password_file."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  shippy context add prod --registry=etcd --registry_address=a:2379,b:2379",
        "  shippy context add wifi --registry_address=wlan0 --client_request_timeout=10s"
      })
  private static final class Add implements ContextAction {
    @Parameters(paramLabel = "CONTEXT", description = "Its name: a-z, 0-9, - and _.")
    private String name = "";

    @Override
    public ExitCode run(Invocation call) {
      Map<String, String> given = new TreeMap<>();
      for (Setting<?> setting : Settings.CALLER) {
        call.config()
            .flag(setting)
            .ifPresent(text -> given.put(setting.name(), kept(call.config(), setting, text)));
      }
      if (given.isEmpty()) {
        throw Problem.of(ExitCode.USAGE, "context add: no settings (expected: flags to keep)")
            .withFix("shippy context add %s --registry=etcd".formatted(name), "")
            .withFix("shippy help options", "the flags that can be kept")
            .toException();
      }
      Contexts.read(call.io().env()).with(name, given).save();
      call.output().line("kept: " + name);
      return ExitCode.OK;
    }

    /** A value of the right form. A file is found from every directory. */
    private static String kept(Config config, Setting<?> setting, String text) {
      if (Secrets.in(text)) {
        throw Problem.of(
                ExitCode.USAGE,
                "%s: \"%s\" (expected: no password, which would be kept in the open)"
                    .formatted(setting.flag(), Secrets.mask(text)))
            .withFix("--registry_password_file=FILE", "keep it in a file of its own")
            .toException();
      }
      var unused = config.find(setting);
      if (setting.equals(Settings.REGISTRY)) {
        Registry.requireKind(config);
      }
      return setting.name().endsWith("_file") ? Path.of(text).toAbsolutePath().toString() : text;
    }
  }

  @Command(name = "list", aliases = "ls", description = "List the contexts; * is in use.")
  private static final class ListAll implements ContextAction {
    @Override
    public ExitCode run(Invocation call) {
      Contexts contexts = Contexts.read(call.io().env());
      if (contexts.all().isEmpty()) {
        call.output().remark("no contexts; 'shippy context add NAME --registry=etcd' makes one");
      }
      call.output().show(new ContextList(contexts.all(), used(call, contexts)));
      return ExitCode.OK;
    }
  }

  @Command(name = "use", description = "Use a context from now on; none for none.")
  private static final class Use implements ContextAction {
    @Parameters(paramLabel = "CONTEXT", description = "A name from 'shippy context list'.")
    private String name = "";

    @Override
    public ExitCode run(Invocation call) {
      Contexts.read(call.io().env()).using(name).save();
      call.output().line("in use: " + name);
      return ExitCode.OK;
    }
  }

  @Command(name = "show", description = "Show the settings of a context; of the one in use.")
  private static final class Show implements ContextAction {
    @Parameters(arity = "0..1", paramLabel = "CONTEXT", description = "Its name (the one in use).")
    private String name = "";

    @Override
    public ExitCode run(Invocation call) {
      Contexts contexts = Contexts.read(call.io().env());
      String used = used(call, contexts);
      String wanted = name.isEmpty() ? used : name;
      if (wanted.equals(Contexts.NONE)) {
        call.output().remark("no context is in use");
        return ExitCode.OK;
      }
      SortedMap<String, String> settings = contexts.get(wanted);
      call.output().show(new ContextList(new TreeMap<>(Map.of(wanted, settings)), used));
      return ExitCode.OK;
    }
  }

  @Command(name = "remove", aliases = "rm", description = "Forget a context.")
  private static final class Remove implements ContextAction {
    @Parameters(paramLabel = "CONTEXT", description = "A name from 'shippy context list'.")
    private String name = "";

    @Override
    public ExitCode run(Invocation call) {
      Contexts.read(call.io().env()).without(name).save();
      call.output().line("removed: " + name);
      return ExitCode.OK;
    }
  }

  /** The one that the next call runs in. */
  private static String used(Invocation call, Contexts contexts) {
    return call.config().find(Settings.CONTEXT).or(contexts::current).orElse(Contexts.NONE);
  }

  private record ContextList(SortedMap<String, SortedMap<String, String>> contexts, String used)
      implements ListView {
    private static final List<Column> COLUMNS =
        List.of(Column.text(" "), Column.id("CONTEXT"), Column.text("SETTINGS"));

    @Override
    public void text(Text text) {
      text.table(
          Table.of(
              COLUMNS,
              contexts.entrySet().stream()
                  .map(one -> List.of(mark(one.getKey()), one.getKey(), words(one.getValue())))
                  .toList()));
    }

    private String mark(String name) {
      return name.equals(used) ? "*" : "";
    }

    private static String words(Map<String, String> settings) {
      return settings.entrySet().stream()
          .map(setting -> setting.getKey() + "=" + setting.getValue())
          .collect(Collectors.joining(" "));
    }

    @Override
    public List<Item> items() {
      return contexts.entrySet().stream()
          .map(one -> new Item(one.getKey(), json -> write(one.getKey(), one.getValue(), json)))
          .toList();
    }

    private void write(String name, Map<String, String> settings, JsonGenerator json)
        throws IOException {
      json.writeStartObject();
      json.writeStringField("context", name);
      json.writeBooleanField("in_use", name.equals(used));
      json.writeObjectFieldStart("settings");
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        json.writeStringField(setting.getKey(), setting.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }
}
