package shippy.tool.config;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.proto.debug.PendingValue;

/**
 * Who set a setting.
 *
 * @param known empty if it is one of a service only
 * @param here all its values in this place, strongest first
 */
record Explanation(
    String name,
    Optional<Setting<?>> known,
    List<Config.Origin> here,
    List<InstanceSetting> instances)
    implements View {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT);
  private static final List<Column> HERE =
      List.of(Column.text("VALUE"), Column.id("FROM"), Column.text("HERE"));
  private static final List<Column> THERE =
      List.of(
          Column.id("INSTANCE"),
          Column.text("VALUE"),
          Column.id("FROM"),
          Column.time("SINCE"),
          Column.text("NOTE"));

  static Explanation of(
      String name, Optional<Setting<?>> known, Config config, List<InstanceSetting> instances) {
    List<Config.Origin> here =
        known.stream()
            .flatMap(
                setting ->
                    config.origins(setting).stream()
                        .map(
                            origin ->
                                new Config.Origin(
                                    setting.shown(origin.text()), origin.source(), origin.place())))
            .toList();
    return new Explanation(name, known, here, instances);
  }

  @Override
  public void text(Text text) {
    known.ifPresent(
        setting -> {
          text.wrapped(name + ": " + setting.description());
          text.wrapped("expected: " + setting.format().expected() + followed(setting));
          text.line("");
          text.table(Table.of(HERE, here.isEmpty() ? List.of(unset()) : layers()));
        });
    if (!instances.isEmpty()) {
      text.line("");
      Table table = Table.of(THERE, instances.stream().map(this::row).toList());
      text.table(table);
      if (!text.fits(table)) {
        text.line("");
        instances.forEach(
            one ->
                text.wrapped("%s: %s from %s since %s %s".formatted(row(one).toArray()).strip()));
      }
    }
    problems()
        .forEach(
            (problem, nodes) -> {
              text.line("");
              text.wrapped("problem: " + problem);
              text.wrapped("  in " + String.join(", ", nodes));
            });
  }

  private static String followed(Setting<?> setting) {
    return setting.reloadable()
        ? "; running services follow its changes"
        : "; a change takes effect at a restart";
  }

  private static List<String> unset() {
    return List.of("-", "default", "a program decides");
  }

  private List<List<String>> layers() {
    return IntStream.range(0, here.size())
        .mapToObj(
            i -> List.of(here.get(i).text(), here.get(i).place(), i == 0 ? "in effect" : "hidden"))
        .toList();
  }

  private List<String> row(InstanceSetting instance) {
    return List.of(
        instance.node().id(),
        instance.value(),
        instance.setting().map(shippy.proto.debug.Setting::getPlace).orElse("-"),
        instance.setting().map(Explanation::since).orElse("-"),
        String.join("; ", notes(instance)));
  }

  private List<String> notes(InstanceSetting instance) {
    return Stream.of(
            instance.silence(),
            instance.differs(instances) ? "differs" : "",
            pending(instance).map(next -> "after a restart " + next.getValue()).orElse(""),
            instance.problem().isEmpty() ? "" : "has a problem")
        .filter(note -> !note.isEmpty())
        .toList();
  }

  private static Optional<PendingValue> pending(InstanceSetting instance) {
    return instance
        .setting()
        .filter(shippy.proto.debug.Setting::hasPending)
        .map(shippy.proto.debug.Setting::getPending);
  }

  private static String since(shippy.proto.debug.Setting setting) {
    return TIME.format(Instant.ofEpochMilli(setting.getSinceMs()).atZone(ZoneId.systemDefault()));
  }

  private Map<String, List<String>> problems() {
    return instances.stream()
        .filter(instance -> !instance.problem().isEmpty())
        .collect(
            groupingBy(
                InstanceSetting::problem,
                TreeMap::new,
                mapping(instance -> instance.node().id(), toList())));
  }

  @Override
  public List<Item> items() {
    return instances.stream()
        .map(instance -> new Item(instance.node().id(), json -> write(instance, json)))
        .toList();
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("setting", name);
    json.writeStringField("expected", known.map(one -> one.format().expected()).orElse(null));
    json.writeBooleanField("reloadable", known.filter(Setting::reloadable).isPresent());
    json.writeArrayFieldStart("here");
    for (Config.Origin origin : here) {
      json.writeStartObject();
      json.writeStringField("value", origin.text());
      json.writeStringField("source", origin.source());
      json.writeStringField("place", origin.place());
      json.writeBooleanField("in_effect", origin.equals(here.get(0)));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("instances");
    for (InstanceSetting instance : instances) {
      write(instance, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(InstanceSetting instance, JsonGenerator json) throws IOException {
    Optional<shippy.proto.debug.Setting> setting = instance.setting();
    json.writeStartObject();
    json.writeStringField("service", instance.node().service());
    json.writeStringField("id", instance.node().id());
    json.writeStringField("address", instance.node().address());
    json.writeStringField("value", setting.map(one -> one.getValue()).orElse(null));
    json.writeStringField("source", setting.map(one -> one.getSource()).orElse(null));
    json.writeStringField("place", setting.map(one -> one.getPlace()).orElse(null));
    if (setting.isPresent()) {
      json.writeNumberField("since_ms", setting.get().getSinceMs());
    } else {
      json.writeNullField("since_ms");
    }
    json.writeStringField("pending", pending(instance).map(PendingValue::getValue).orElse(null));
    json.writeBooleanField("differs", instance.differs(instances));
    json.writeStringField("problem", instance.problem().isEmpty() ? null : instance.problem());
    json.writeStringField("error", instance.answers() ? null : instance.silence());
    json.writeEndObject();
  }
}
