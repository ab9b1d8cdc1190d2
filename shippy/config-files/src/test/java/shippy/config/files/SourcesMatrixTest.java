package shippy.config.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.MethodConfig;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.config.Settings.LogLevel;
import shippy.config.Settings.RegistryLayout;
import shippy.config.TrafficSettings;
import shippy.config.TrafficSettings.RateLimit;

/** Each type of setting in each format, by each way to name the file, below flag and variable. */
class SourcesMatrixTest {
  private static final Setting<List<String>> PORTS =
      Setting.optional("harbour_ports", "a program's own", Format.list());

  /** Where a value stands: keys as they may be written, and the value as a literal of JSON. */
  record Written(List<String> path, String literal) {
    static Written of(String path, String literal) {
      return new Written(List.of(path.split("/")), literal);
    }
  }

  /** A setting, a value in a file, and one as text that a flag or variable has. */
  record Row(
      Setting<?> setting, List<Written> file, Object value, String other, Object otherValue) {
    @Override
    public String toString() {
      return setting.name() + " as " + file;
    }
  }

  @TempDir Path folder;

  static Stream<Arguments> rows() {
    return Stream.of("yaml", "yml", "toml", "json", "properties")
        .flatMap(format -> Stream.concat(scalars(), maps()).map(row -> Arguments.of(format, row)));
  }

  private static Stream<Row> scalars() {
    return Stream.of(
            all(Settings.SERVER_NAME, "\"a b\"", "a b", "c", "c"),
            all(Settings.SERVER_VERSION, "1.10", "1.10", "2", "2"),
            all(Settings.CLIENT_RETRIES, "3", 3, "1", 1),
            all(Settings.CLIENT_RETRIES, "\"3\"", 3, "1", 1),
            all(Settings.REGISTER_TTL, "\"20s\"", seconds(20), "1m", seconds(60)),
            all(Settings.CLIENT_REQUEST_TIMEOUT, "7", seconds(7), "500ms", Duration.ofMillis(500)),
            all(Settings.TRACE_SAMPLE, "0.25", 0.25, "1", 1.0),
            all(Settings.LOG_LEVEL, "\"debug\"", LogLevel.DEBUG, "warn", LogLevel.WARN),
            all(
                Settings.REGISTRY_LAYOUT,
                "\"go-zero\"",
                RegistryLayout.GO_ZERO,
                "kitex",
                RegistryLayout.KITEX),
            all(Settings.CONFIG_REQUIRED, "true", true, "false", false),
            all(TrafficSettings.CLIENT_BREAKER, "\"on\"", true, "off", false),
            all(TrafficSettings.CLIENT_BALANCER, "\"random\"", "random", "p2c_ewma", "p2c_ewma"),
            all(
                TrafficSettings.SERVER_RATE,
                "\"100/s,burst=20\"",
                new RateLimit(100, 20),
                "30/m",
                new RateLimit(0.5, 1)),
            all(PORTS, "[\"a\", \"b\"]", List.of("a", "b"), "c", List.of("c")),
            all(PORTS, "[1, 2.50]", List.of("1", "2.50"), "c,d", List.of("c", "d")),
            all(PORTS, "\"a, b\"", List.of("a", "b"), "c", List.of("c")))
        .flatMap(List::stream);
  }

  private static Stream<Row> maps() {
    Object levels = Map.of("io.grpc", LogLevel.DEBUG, "shippy", LogLevel.TRACE);
    Object warn = Map.of("x", LogLevel.WARN);
    String list = "[\"io.grpc=debug\", \"shippy=trace\"]";
    List<Written> one = List.of(Written.of("log-levels", list));
    List<Written> flat = pair("log_levels/", "io.grpc", "\"debug\"", "shippy", "\"trace\"");
    List<Written> deep = pair("log/levels/", "io/grpc", "\"debug\"", "shippy", "\"trace\"");
    List<Written> zone = pair("server/metadata/", "zone", "\"a b\"", "canary", "true");
    return Stream.of(
        new Row(Settings.LOG_LEVELS, one, levels, "x=warn", warn),
        new Row(Settings.LOG_LEVELS, flat, levels, "x=warn", warn),
        new Row(Settings.LOG_LEVELS, deep, levels, "x=warn", warn),
        calls(Settings.METHODS, "methods", "VesselService.FindAvailable"),
        calls(Settings.SERVICES, "services", "shippy.service.vessel"),
        new Row(
            TrafficSettings.SERVER_RATES,
            pair("server/rates/VesselService.Create/", "rate", "\"9/s\"", "burst", "3"),
            Map.of("VesselService.Create", new RateLimit(9, 3)),
            "caller.rate=1/s",
            Map.of("caller", new RateLimit(1, 1))),
        new Row(
            Settings.SERVER_METADATA,
            zone,
            Map.of("zone", "a b", "canary", "true"),
            "k=v",
            Map.of("k", "v")));
  }

  private static Row calls(Setting<?> setting, String map, String name) {
    return new Row(
        setting,
        pair(map + "/" + name + "/", "timeout", "\"2s\"", "retries", "0"),
        Map.of(
            name,
            new MethodConfig(
                Optional.of(seconds(2)), Optional.of(0), Optional.empty(), Optional.empty())),
        "X.retries=1",
        Map.of(
            "X",
            new MethodConfig(
                Optional.empty(), Optional.of(1), Optional.empty(), Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void value_of_file_is_below_those_of_variable_and_flag(String format, Row row)
      throws IOException {
    Path file = Files.writeString(folder.resolve("x." + format), written(format, row.file()));
    for (Map<String, String> flags :
        List.of(Map.of("config", file.toString()), Map.<String, String>of())) {
      Map<String, String> env = Map.of("HOME", folder.toString(), "CONFIG_PATH", file.toString());
      Setting<?> setting = row.setting();
      assertThat(value(flags, env, setting)).contains(row.value());
      assertThat(load(flags, env).origin(setting).map(Config.Origin::place))
          .hasValueSatisfying(place -> assertThat(place).matches(file + ":\\d+:\\d+"));
      Map<String, String> more = and(env, setting.variables().get(0), row.other());
      assertThat(value(flags, more, setting)).contains(row.otherValue());
      Map<String, String> bad = and(env, setting.variables().get(0), "!");
      assertThat(value(and(flags, setting.name(), row.other()), bad, setting))
          .contains(row.otherValue());
    }
  }

  private static Optional<Object> value(
      Map<String, String> flags, Map<String, String> env, Setting<?> setting) {
    return load(flags, env).find(setting).map(Object.class::cast);
  }

  private static Config load(Map<String, String> flags, Map<String, String> env) {
    return Config.load(flags, env, List.of(PORTS));
  }

  private static Map<String, String> and(Map<String, String> map, String key, String value) {
    Map<String, String> both = new HashMap<>(map);
    both.put(key, value);
    return both;
  }

  /** In one map, with dashes, and in nested maps. */
  private static List<Row> all(
      Setting<?> setting, String literal, Object value, String other, Object otherValue) {
    return Stream.of(
            setting.name(), setting.name().replace('_', '-'), setting.name().replace('_', '/'))
        .map(path -> new Row(setting, List.of(Written.of(path, literal)), value, other, otherValue))
        .toList();
  }

  private static List<Written> pair(
      String map, String key, String literal, String key2, String literal2) {
    return List.of(Written.of(map + key, literal), Written.of(map + key2, literal2));
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static String written(String format, List<Written> values) {
    return switch (format) {
      case "json" -> nested(values, 0, "{%s}", ", ", "%s\"%s\": %s");
      case "toml" -> lines(values, "\".\"", "\"%s\" = %s\n");
      case "properties" -> lines(values, ".", "%s = %s\n").replaceAll("[\"\\[\\]]", "");
      default -> nested(values, 0, "\n%s", "\n", "%s'%s': %s") + "\n";
    };
  }

  private static String lines(List<Written> values, String dot, String line) {
    return values.stream()
        .map(value -> line.formatted(String.join(dot, value.path()), value.literal()))
        .collect(Collectors.joining());
  }

  /** The values whose paths have the same first keys. */
  private static String nested(
      List<Written> values, int depth, String map, String separator, String field) {
    Map<String, List<Written>> fields =
        values.stream()
            .collect(
                Collectors.groupingBy(
                    value -> value.path().get(depth), LinkedHashMap::new, Collectors.toList()));
    List<String> texts = new ArrayList<>();
    fields.forEach(
        (key, below) ->
            texts.add(
                field.formatted(
                    "  ".repeat(depth),
                    key,
                    below.get(0).path().size() == depth + 1
                        ? below.get(0).literal()
                        : nested(below, depth + 1, map, separator, field))));
    return map.formatted(String.join(separator, texts));
  }
}
