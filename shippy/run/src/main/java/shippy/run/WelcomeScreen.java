package shippy.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.output.NumberFormats;
import shippy.process.Program;
import shippy.registry.Registry;

/** What a run shows when all are up: what is where, and what to type next. */
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

  /** With more, 80x24 would not show all. */
  private static final int MOST_ROWS = 10;

  private static final Set<String> SAMPLES =
      Set.of("shippy.service.vessel", "shippy.service.consignment");
  private static final String CLI = "consignment-cli";
  private static final String LOGS = "shippy logs -f";

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
    Map<String, String> rows =
        running.programs().size() > MOST_ROWS ? kinds(running) : each(running);
    int names = longest(rows.keySet().stream());
    int places = longest(rows.values().stream());
    String serving = colour ? "\u001b[32mserving\u001b[0m" : "serving";
    String table =
        rows.entrySet().stream()
            .map(
                e ->
                    "  %s   grpc  %s   %s%n"
                        .formatted(pad(e.getKey(), names), pad(e.getValue(), places), serving))
            .collect(Collectors.joining());
    return title + "\n\n" + table + commands(running);
  }

  private static Map<String, String> each(RunningPrograms running) {
    Map<String, String> addresses = new TreeMap<>();
    for (Program program : running.programs()) {
      running.sight(program).ifPresent(sight -> addresses.put(program.name(), sight.address()));
    }
    return addresses;
  }

  private static Map<String, String> kinds(RunningPrograms running) {
    Map<String, Long> counts =
        running.programs().stream()
            .collect(Collectors.groupingBy(Program::kind, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> NumberFormats.count(e.getValue(), "instance"),
                (one, other) -> one,
                TreeMap::new));
  }

  /** Only what exists: the sample has a client, any other service has at least methods. */
  private String commands(RunningPrograms running) {
    Path sample = samples.sampleConsignment();
    Optional<String> service =
        running.programs().stream().flatMap(p -> running.service(p.kind()).stream()).findFirst();
    boolean ofSample = service.filter(SAMPLES::contains).isPresent();
    if (ofSample && samples.hasClient() && Files.exists(sample)) {
      return "%nIn a second terminal, to create a consignment, to list them, to follow the logs:%n"
              .formatted()
          + line(CLI + flags() + " " + sample)
          + line(CLI + flags() + " list")
          + line(LOGS);
    }
    return service
        .map(
            name ->
                "%nIn a second terminal, to see its methods and to follow the logs:%n".formatted()
                    + line("shippy describe" + flags() + " " + name)
                    + line(LOGS))
        .orElse("");
  }

  private static String line(String command) {
    return "  %s%n".formatted(command);
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
