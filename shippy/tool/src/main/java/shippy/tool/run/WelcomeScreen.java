package shippy.tool.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.registry.Registry;

/** The first screen of a run: what is up and where, and what to type next. */
final class WelcomeScreen {
  private static final List<Setting<?>> REGISTRY_FLAGS =
      List.of(
          Settings.REGISTRY,
          Settings.REGISTRY_ADDRESS,
          Settings.REGISTRY_LAYOUT,
          Settings.REGISTRY_USERNAME,
          Settings.REGISTRY_PASSWORD_FILE,
          Settings.REGISTRY_CA_FILE,
          Settings.REGISTRY_CERT_FILE,
          Settings.REGISTRY_KEY_FILE);

  private final SampleLocation samples;
  private final Config config;
  private final String title;
  private final boolean colour;

  WelcomeScreen(SampleLocation samples, Config config, Registry registry, boolean colour) {
    this.samples = samples;
    this.config = config;
    String place = registry.kind().equals("mdns") ? "" : " at " + registry.location();
    this.title =
        "shippy %s   registry %s%s   Ctrl-C stops everything"
            .formatted(samples.version(), registry.kind(), place);
    this.colour = colour;
  }

  String text(RunningPrograms running) {
    Map<String, String> addresses = new TreeMap<>();
    running
        .programs()
        .forEach(
            p ->
                running
                    .sight(p)
                    .ifPresent(sight -> addresses.put(p.name(), sight.address().toString())));
    int names = longest(addresses.keySet().stream());
    int places = longest(addresses.values().stream());
    String serving = colour ? "\u001b[32mserving\u001b[0m" : "serving";
    String table =
        addresses.entrySet().stream()
            .map(
                e ->
                    "  %s   grpc  %s   %s%n"
                        .formatted(pad(e.getKey(), names), pad(e.getValue(), places), serving))
            .collect(Collectors.joining());
    return title + "\n\n" + table + commands();
  }

  /** Only what exists: with the jar of this program alone there is nothing to suggest. */
  private String commands() {
    Optional<String> cli = samples.commandLine();
    Path sample = samples.sampleConsignment();
    if (cli.isEmpty() || !Files.exists(sample)) {
      return "";
    }
    String create = cli.get() + flags() + " " + sample;
    String list = cli.get() + flags() + " list";
    return "%nIn a second terminal, to create a consignment and to list them:%n  %s%n  %s%n"
        .formatted(create, list);
  }

  /** The registry flags that the second terminal needs, wherever this one has them from. */
  private String flags() {
    return REGISTRY_FLAGS.stream()
        .flatMap(
            setting ->
                config.origin(setting).stream()
                    .filter(WelcomeScreen::isSet)
                    .map(origin -> " " + setting.flag() + "=" + origin.text()))
        .collect(Collectors.joining());
  }

  private static boolean isSet(Config.Origin origin) {
    return !origin.source().equals("default");
  }

  private static int longest(Stream<String> texts) {
    return texts.mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
