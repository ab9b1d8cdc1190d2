package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.config.TrafficSettings.CLIENT_BALANCER;
import static shippy.config.TrafficSettings.CLIENT_BREAKER;
import static shippy.config.TrafficSettings.SERVER_RATE;
import static shippy.config.TrafficSettings.SERVER_RATES;
import static shippy.config.TrafficSettings.SERVER_SHED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Console;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;

/** config, version and help. */
class SettingsVerbsTest {
  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  @Test
  void config_tells_of_each_setting_where_it_comes_from() throws IOException {
    Path file = home.resolve(".config/shippy/config.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# mine\nclient_retries = 4\n");
    tool.env("MICRO_REGISTER_TTL", "30s");
    assertThat(tool.run("config", "--log_format=json")).isEqualTo(ExitCode.OK);
    assertThat(tool.out())
        .containsPattern("(?m)^log_format +json +--log_format$")
        .containsPattern("(?m)^register_ttl +30s +MICRO_REGISTER_TTL$")
        .containsPattern("(?m)^client_retries +4 +" + file + ":2$")
        .containsPattern("(?m)^server_version +latest +default$")
        .containsPattern("(?m)^server_id +- +default$")
        .containsPattern("(?m)^data_dir +" + home + "/.local/state/shippy +default$");
    assertThat(tool.out().lines()).hasSize(1 + Settings.ALL.size());
    Settings.ALL.forEach(setting -> assertThat(tool.out()).contains("\n" + setting.name() + " "));
  }

  @Test
  void file_may_set_what_any_command_takes() throws IOException {
    CommandLine program = ShippyMain.program();
    Console.describe(program, Settings.CALLER);
    Set<String> own = settings(program);
    List<Setting<?>> rest = List.of(Settings.CONTEXT, Settings.TRACE_UI);
    Stream.of(Settings.CALLER, Settings.SERVER, Settings.STORAGE, rest)
        .forEach(shared -> shared.forEach(setting -> own.remove(setting.name())));
    assertThat(own).contains("nodes", "output", "api_address");
    Path file = home.resolve(".config/shippy/config.properties");
    Files.createDirectories(file.getParent());
    Files.write(file, own.stream().map(name -> name + " = x").toList());
    Map<String, String> env = Map.of("HOME", home.toString());
    Config service = Config.load(Map.of(), env, Settings.SERVER);
    Setting<Integer> nodes = Setting.of("nodes", "1", "", Format.integer(1, 5));
    assertThatThrownBy(() -> service.get(nodes)).hasMessageContaining(file.toString());
  }

  @Test
  void malformed_value_is_refused_not_explained() {
    tool.env("MICRO_GATEWAY_CALLS", "0");
    assertThat(tool.run("config", "explain", "gateway_calls")).isEqualTo(ExitCode.CONFIG);
    assertThat(tool.err())
        .startsWith("error: MICRO_GATEWAY_CALLS: \"0\" (expected: a whole number from 1 to 10000)");
  }

  @Test
  void misspelt_setting_of_one_command_is_found_by_all() throws IOException {
    Path file = home.resolve(".config/shippy/config.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "handlr = meta\n");
    assertThat(tool.run("list", "services")).isEqualTo(ExitCode.CONFIG);
    assertThat(tool.err()).contains("did you mean \"handler\"?");
  }

  private static Set<String> settings(CommandLine command) {
    Stream<String> own =
        command.getCommandSpec().options().stream()
            .flatMap(o -> o.userObject() instanceof Setting<?> s ? Stream.of(s.name()) : null);
    Stream<String> below =
        command.getSubcommands().values().stream().flatMap(sub -> settings(sub).stream());
    return Stream.concat(own, below).collect(Collectors.toSet());
  }

  @Test
  void misspelt_key_in_a_file_ends_a_command_and_names_the_place() throws IOException {
    Path file = home.resolve(".config/shippy/config.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "data_dir = /tmp\nregstry = etcd\n");
    assertThat(tool.run("list", "services")).isEqualTo(ExitCode.CONFIG);
    assertThat(tool.err())
        .contains(file + ":2:1: \"regstry\" is no setting")
        .contains("did you mean \"registry\"?");
  }

  @Test
  void config_shows_no_secret() {
    tool.env("MICRO_REGISTRY_PASSWORD", "hunter2");
    tool.env("MICRO_STORE", "jdbc:postgresql://u:hunter2@h/db?user=u&password=hunter2&ssl=true");
    for (String format : List.of("table", "json")) {
      assertThat(tool.run("config", "-o", format)).isEqualTo(ExitCode.OK);
      assertThat(tool.out())
          .doesNotContain("hunter2")
          .contains("jdbc:postgresql://u:***@h/db?user=u&password=***&ssl=true");
    }
    assertThat(tool.out())
        .contains(
            """
              {
                "setting": "registry_password",
                "value": "***",
                "source": "MICRO_REGISTRY_PASSWORD"
              },
            """);
  }

  @Test
  void config_knows_what_the_registry_falls_back_to() {
    assertThat(tool.run("config", "--registry=etcd")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).containsPattern("(?m)^registry_address +127.0.0.1:2379 +default$");
    assertThat(tool.run("config", "--registry=mdns", "-ojson")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).contains("\"value\": \"127.0.0.1\"");
  }

  @Test
  void version_says_what_the_flag_says() {
    assertThat(tool.run("--version")).isEqualTo(ExitCode.OK);
    String flag = tool.out();
    assertThat(tool.run("version")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).isEqualTo(flag).matches("shippy \\S+ \\(Java \\S+\\)\n");
    assertThat(tool.run("version", "-o", "json")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).contains("\"name\": \"shippy\"", "\"revision\": ", "\"java\": ");
  }

  @Test
  void help_lists_its_topics_and_each_fits_a_terminal() {
    assertThat(tool.run("help")).isEqualTo(ExitCode.OK);
    String topics = tool.out();
    for (String topic : HelpTopic.TOPICS.keySet()) {
      assertThat(topics).contains(topic);
      assertThat(tool.run("help", topic)).isEqualTo(ExitCode.OK);
      if (topic.equals("options")) {
        assertThat(tool.out())
            .contains("  -o, --output=VALUE ", "--version")
            .doesNotContain("-log-");
        continue;
      }
      assertThat(HelpTopic.text(topic).lines())
          .filteredOn(line -> !line.startsWith("  make ")) // there is no makefile here
          .isEqualTo(tool.out().lines().toList());
      assertThat(tool.out().lines()).allMatch(line -> line.length() <= 80).hasSizeLessThan(36);
    }
    assertThat(tool.run("help", "stores", "-ojson")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).startsWith("{\n  \"topic\": \"stores\",\n  \"text\": \"STORES: ");
  }

  @Test
  void help_explains_each_part_of_governance_in_ten_lines() {
    String parts = HelpTopic.text("governance").replaceAll("(?s)\n\nServices .*", "");
    assertThat(parts.split("\n  (?=\\w)"))
        .hasSize(6)
        .allMatch(part -> part.lines().count() <= 10)
        .anyMatch(part -> part.startsWith("hedging "));
    assertThat(parts)
        .contains(
            Stream.of(CLIENT_BALANCER, CLIENT_BREAKER, SERVER_SHED, SERVER_RATE, SERVER_RATES)
                .map(Setting::flag)
                .toList());
    assertThat(tool.run("help", "govenance")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("try:    shippy help governance   did you mean this?");
  }

  @Test
  void help_knows_every_exit_code() {
    String text = HelpTopic.text("exit-codes");
    Arrays.stream(ExitCode.values())
        .forEach(
            code ->
                assertThat(text).contains("%5d  %s\n".formatted(code.number(), code.meaning())));
  }

  @Test
  void help_of_a_command_is_its_usage_and_a_slip_is_answered() {
    assertThat(tool.run("help", "get", "service")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).startsWith("Usage: shippy get service ");
    assertThat(tool.run("help", "registres")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err())
        .contains("\"registres\": no such topic or command")
        .contains("try:    shippy help registries   did you mean this?");
    assertThat(tool.run("help", "zzzzzz")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("shippy --help");
  }
}
