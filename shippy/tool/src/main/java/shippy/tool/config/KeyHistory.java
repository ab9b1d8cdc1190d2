package shippy.tool.config;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.config.etcd.ConfigCentre;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigCentre.History;
import shippy.config.etcd.ConfigKey;
import shippy.console.Invocation;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

/** {@code shippy config history KEY}. */
@Command(
    name = "history",
    description = {
      "List the versions of a key, the last one first, and which settings each has changed.",
      "etcd keeps them from the key's creation on until it is compacted. It does not keep when they"
          + " were written, or by whom."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  shippy config history vessel", "  shippy config history vessel -n 1000 -o json"})
final class KeyHistory implements CentreAction {
  @Parameters(paramLabel = "KEY", description = ConfigCommand.KEY)
  private String key = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "the last so many (20)")
  private int limit = 20;

  @Override
  public ExitCode run(Invocation call, ConfigCentre centre) {
    ConfigKey named = ConfigKey.typed(key);
    History history = centre.history(named.text(), Math.max(1, limit));
    if (history.entries().isEmpty()) {
      CentreAction.required(centre, named); // which says that there is no such key
    }
    call.output().show(Versions.of(named, history));
    if (history.compacted()) {
      call.output().remark("older versions are gone: etcd was compacted");
    }
    return ExitCode.OK;
  }

  /**
   * A version, and what differs from the one before.
   *
   * @param changed the settings; empty if that is not known
   */
  private record Version(Entry entry, Optional<List<String>> changed) {
    String words() {
      return changed
          .map(names -> names.isEmpty() ? "no setting" : String.join(", ", names))
          .orElse(entry.version() == 1 ? "created" : "-");
    }
  }

  private record Versions(ConfigKey key, List<Version> versions, boolean compacted)
      implements View {
    private static final List<Column> COLUMNS =
        List.of(
            Column.number("REVISION"),
            Column.number("VERSION"),
            Column.number("BYTES"),
            Column.text("CHANGED"));

    static Versions of(ConfigKey key, History history) {
      List<Version> versions = new ArrayList<>();
      List<Entry> entries = history.entries();
      for (int i = 0; i < entries.size(); i++) {
        boolean last = i + 1 == entries.size();
        versions.add(
            new Version(
                entries.get(i),
                last ? Optional.empty() : changed(key, entries.get(i + 1), entries.get(i))));
      }
      return new Versions(key, versions, history.compacted());
    }

    /** Empty if one of them is malformed. */
    private static Optional<List<String>> changed(ConfigKey key, Entry from, Entry to) {
      try {
        Map<String, String> before = settings(key, from);
        Map<String, String> after = settings(key, to);
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> before.getOrDefault(name, "").equals(after.getOrDefault(name, "")));
        return Optional.of(List.copyOf(names));
      } catch (ProblemException e) {
        return Optional.empty();
      }
    }

    private static Map<String, String> settings(ConfigKey key, Entry entry) {
      Map<String, String> settings = new TreeMap<>();
      key.parse(entry.text(), SettingsText.name(entry))
          .forEach(found -> settings.put(String.join(".", found.path()), "=" + found.text()));
      return settings;
    }

    @Override
    public void text(Text text) {
      text.table(
          Table.of(
              COLUMNS,
              versions.stream()
                  .map(
                      version ->
                          List.of(
                              Long.toString(version.entry().revision()),
                              Long.toString(version.entry().version()),
                              Integer.toString(version.entry().bytes()),
                              version.words()))
                  .toList()));
    }

    @Override
    public List<Item> items() {
      return versions.stream()
          .map(
              version ->
                  new Item(Long.toString(version.entry().revision()), j -> write(version, j)))
          .toList();
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("key", key.text());
      json.writeBooleanField("compacted", compacted);
      json.writeArrayFieldStart("versions");
      for (Version version : versions) {
        write(version, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private static void write(Version version, JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeNumberField("revision", version.entry().revision());
      json.writeNumberField("version", version.entry().version());
      json.writeNumberField("bytes", version.entry().bytes());
      json.writeArrayFieldStart("changed");
      for (String name : version.changed().orElse(List.of())) {
        json.writeString(name);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
