package shippy.config.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.testkit.etcd.EtcdExtension;

/** What a program starts with. */
@Tag("etcd")
class EtcdConfigStartTest {
  private static final String KEY = Programs.KEY;

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @TempDir Path home;
  private Programs programs = new Programs(Path.of(""), "");

  @BeforeEach
  void open() {
    programs = new Programs(home, etcd.endpoints());
  }

  @Test
  void value_is_named_by_its_key_revision_line_and_column() {
    etcd.etcdctl("put", KEY, "# ours\nclient_retries = 3");
    long revision = programs.revision();
    try (LiveConfig live = programs.load()) {
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(3);
      String place = "etcd://%s@%d:2".formatted(KEY, revision);
      assertThat(live.current().origin(Settings.CLIENT_RETRIES))
          .contains(new Config.Origin("3", place, place + ":1"));
      assertThat(live.problem()).isEmpty();
    }
  }

  @Test
  void address_is_that_of_the_registry_only_if_it_is_an_etcd() {
    etcd.etcdctl("put", KEY, "client_retries = 3");
    String endpoint = etcd.endpoints();
    try (LiveConfig live =
        load(Map.of("config", "etcd://" + KEY, "registry", "etcd", "registry_address", endpoint))) {
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(3);
    }
    try (ConfigCentre centre =
        ConfigCentre.open(
            Config.of(Map.of("registry", "mdns", "registry_address", "10.0.0.1"), Map.of()),
            Clock.system())) {
      assertThat(centre.location()).isEqualTo("127.0.0.1:2379");
    }
  }

  @Test
  void malformed_location_or_address_is_told() {
    assertThat(programs.refusal("config", "etcd://host:2379/key").what())
        .isEqualTo("\"etcd://host:2379/key\" (expected: etcd:///KEY)");
    assertThat(programs.refusal("config_address", "a:b").what())
        .startsWith("--config_address: \"a:b\" (expected: host, host:port");
  }

  @Test
  void missing_key_means_defaults_and_a_problem_or_no_start() {
    String what = "etcd://%s: no such key in etcd at %s".formatted(KEY, etcd.endpoints());
    try (LiveConfig live = programs.load()) {
      assertThat(live.problem().map(Problem::what))
          .contains(what + "; in use: none of its settings");
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(2);
    }
    Problem refused = programs.refusal("config_required", "true");
    assertThat(refused.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(refused.what()).isEqualTo(what);
    assertThat(refused.fixes())
        .containsExactly(
            new Problem.Fix("shippy config put " + KEY + " FILE", "put it"),
            new Problem.Fix("--config_required=false", "start with the last copy, else without"));
  }

  @Test
  void start_without_etcd_takes_the_last_good_copy() throws IOException {
    etcd.etcdctl("put", KEY, "client_retries = 3\n# \u00fc");
    long revision = programs.revision();
    programs.start().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(programs.copy())))
        .isEqualTo("rw-------");
    try (LiveConfig live = programs.withoutEtcd().load()) {
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(3);
      assertThat(live.current().origin(Settings.CLIENT_RETRIES).map(Config.Origin::source))
          .contains("etcd://%s@%d:1".formatted(KEY, revision));
      assertThat(live.problem().map(Problem::what))
          .contains(
              "etcd is unreachable: cannot read %s; in use: its copy %s"
                  .formatted(KEY, programs.copy()));
    }
    Programs away = programs.withoutEtcd();
    Problem refused = away.refusal("config_required", "true");
    assertThat(refused.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(refused.what()).isEqualTo("etcd is unreachable: cannot read " + KEY);
    assertThat(refused.fixes().stream().map(Problem.Fix::command))
        .containsExactly(
            "etcdctl --endpoints=" + away.etcd() + " endpoint health",
            "--config_address=host:port",
            "--config=FILE",
            "--config_required=false");
  }

  @Test
  void silent_etcd_delays_a_start_by_four_seconds_at_most() {
    etcd.etcdctl("put", KEY, "client_retries = 3");
    programs.start().close();
    etcd.pause(0);
    Supplier<Duration> taken = Clock.system().stopwatch();
    try (LiveConfig live = programs.load()) {
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(3);
      assertThat(taken.get()).isLessThan(Duration.ofMillis(4_900));
      assertThat(live.problem().map(Problem::what).orElse("")).startsWith("etcd does not answer");
    } finally {
      etcd.resume(0);
    }
  }

  @Test
  void program_without_a_home_starts_too_and_keeps_no_copy() {
    etcd.etcdctl("put", KEY, "client_retries = 3");
    Config config = Config.of(Map.of("config_address", etcd.endpoints()), Map.of());
    ConfigCentre centre = ConfigCentre.open(config, Clock.system());
    try (EtcdConfigSource source =
        new EtcdConfigSource(new ConfigKey(KEY), centre, Optional.empty(), false)) {
      assertThat(source.read().entries()).hasSize(1);
      source.accepted();
    }
  }

  @Test
  void bad_and_forbidden_values_stop_a_start_with_their_place() {
    etcd.etcdctl("put", KEY, "client_retries = 3\nregistry_address = 10.0.0.1");
    String name = "etcd://" + KEY + "@" + programs.revision();
    assertThat(programs.refusal().what())
        .isEqualTo(name + ":2:1: registry_address cannot be set here");
    etcd.etcdctl("put", KEY, "client_retires = 3");
    assertThat(programs.refusal().what()).endsWith(":1:1: \"client_retires\" is no setting");
    etcd.etcdctl("put", KEY, "x".repeat(70_000));
    assertThat(programs.refusal().what())
        .isEqualTo(
            "etcd://%s@%d: 70000 characters (expected: at most 64 KiB of settings)"
                .formatted(KEY, programs.revision()));
  }

  private static LiveConfig load(Map<String, String> flags) {
    return LiveConfig.load(flags, Map.of(), List.of());
  }
}
