package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

class ContextsTest {
  @TempDir private Path home = Path.of("");
  private Map<String, String> env = Map.of();

  @BeforeEach
  void live_at_home() {
    env = Map.of("HOME", home.toString());
  }

  @Test
  void what_is_kept_is_read_again_from_a_file_that_only_its_user_reads() throws IOException {
    assertThat(Contexts.read(env).all()).isEmpty();
    Contexts.read(env).with("prod", Map.of("registry", "etcd")).using("prod").save();
    Contexts.read(env).with("wifi", Map.of("registry_address", "wlan0")).save();
    Contexts kept = Contexts.read(env);
    assertThat(kept.current()).contains("prod");
    assertThat(kept.all().keySet()).containsExactly("prod", "wifi");
    assertThat(kept.get("wifi")).isEqualTo(Map.of("registry_address", "wlan0"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.file())))
        .isEqualTo("rw-------");
    kept.without("prod").save();
    assertThat(Contexts.read(env).current()).isEmpty();
  }

  @Test
  void flag_and_variable_come_before_the_context_and_that_before_files() throws IOException {
    Contexts.read(env)
        .with("prod", Map.of("registry", "etcd", "client_retries", "1"))
        .with("test", Map.of("client_retries", "3"))
        .using("prod")
        .save();
    Files.writeString(home.resolve(".config/shippy/config.properties"), "client_retries = 0\n");
    assertThat(retries(Map.of(), env)).isEqualTo("1 from context prod");
    assertThat(retries(Map.of("context", "test"), env)).isEqualTo("3 from context test");
    assertThat(retries(Map.of("context", "none"), env)).startsWith("0 from " + home);
    assertThat(retries(Map.of(), with("MICRO_CONTEXT", "test"))).isEqualTo("3 from context test");
    assertThat(retries(Map.of(), with("MICRO_CLIENT_RETRIES", "4")))
        .isEqualTo("4 from MICRO_CLIENT_RETRIES");
    assertThat(retries(Map.of("client_retries", "2"), env)).isEqualTo("2 from --client_retries");
    Config config = Config.load(Map.of(), env, List.of()).inContext();
    assertThat(config.toPassOn(Settings.REGISTRY)).contains("etcd");
    assertThat(config.toPassOn(Settings.LOG_LEVEL)).isEmpty();
  }

  @Test
  void another_registry_is_not_looked_for_where_that_of_the_context_is() {
    Contexts.read(env)
        .with("prod", Map.of("registry", "etcd", "registry_address", "a:2379"))
        .using("prod")
        .save();
    assertThat(address(Map.of("registry", "mdns"), env)).isEmpty();
    assertThat(address(Map.of(), with("MICRO_REGISTRY", "mdns"))).isEmpty();
    assertThat(address(Map.of("registry", "etcd"), env)).contains("a:2379");
    assertThat(address(Map.of(), env)).contains("a:2379");
  }

  private static Optional<String> address(Map<String, String> flags, Map<String, String> env) {
    Config config = Config.load(flags, env, List.of()).inContext();
    return config.origin(Settings.REGISTRY_ADDRESS).map(Config.Origin::text);
  }

  private Map<String, String> with(String name, String value) {
    return Map.of("HOME", home.toString(), name, value);
  }

  private static String retries(Map<String, String> flags, Map<String, String> env) {
    Config config = Config.load(flags, env, List.of()).inContext();
    Config.Origin origin = config.origin(Settings.CLIENT_RETRIES).orElseThrow();
    return origin.text() + " from " + origin.source();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prod registry etcd         | 2: \"prod registry etcd\" (expected: NAME.setting = value)",
        "prod.registri = etcd       | 2: \"registri\" is no setting of a context (expected: one of ",
        "prod.registry_password = x | 2: \"registry_password\" is no setting of a context",
      })
  void a_damaged_file_is_an_error_with_its_line(String line, String message) throws IOException {
    Path file = home.resolve(".config/shippy/contexts");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# contexts\n" + line + "\n");
    assertThatThrownBy(() -> Contexts.read(env))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith(file + ":" + message)
        .extracting(e -> ((ProblemException) e).problem().code())
        .isEqualTo(ExitCode.CONFIG);
    assertThat(retries(Map.of("context", "none"), env)).isEqualTo("2 from default");
  }

  @Test
  void a_value_of_several_lines_is_refused_before_it_is_kept() {
    Map<String, String> settings = Map.of("registry_address", "a:2379\ncurrent = other");
    assertThatThrownBy(() -> Contexts.read(env).with("prod", settings))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("registry_address: \"");
  }

  @ParameterizedTest
  @CsvSource({"Prod", "a.b", "none", "etcd", "'a b'", "''"})
  void names_are_plain_words(String name) {
    assertThatThrownBy(() -> Contexts.read(env).with(name, Map.of()))
        .hasMessageStartingWith("context: \"" + name + "\" (expected: ");
  }
}
