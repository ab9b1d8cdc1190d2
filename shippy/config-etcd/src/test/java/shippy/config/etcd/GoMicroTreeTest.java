package shippy.config.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.kv.GetResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.LiveConfig;
import shippy.config.Settings;
import shippy.config.Settings.LogLevel;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.problem.Problem;
import shippy.testkit.etcd.EtcdExtension;

/** Settings as go-micro's programs have them in etcd. */
@Tag("etcd")
class GoMicroTreeTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final ConfigKey ROOT = new ConfigKey("/micro/config/");

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @TempDir Path home;

  @Test
  void paths_of_keys_and_of_their_json_lead_to_the_same_settings() {
    etcd.etcdctl("put", "/micro/config/client/retries", "3");
    etcd.etcdctl(
        "put", "/micro/config/log", "{\"level\": \"warn\",\n \"levels\": {\"a.b\": \"trace\"}}");
    etcd.etcdctl("put", "/micro/configuration", "not ours");
    try (LiveConfig live = start()) {
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(3);
      assertThat(live.current().get(Settings.LOG_LEVEL)).isEqualTo(LogLevel.WARN);
      assertThat(live.current().get(Settings.LOG_LEVELS)).isEqualTo(Map.of("a.b", LogLevel.TRACE));
      assertThat(live.current().origin(Settings.CLIENT_RETRIES).orElseThrow().place())
          .matches("etcd:///micro/config/client/retries@\\d+:1:1");
      assertThat(live.current().origin(Settings.LOG_LEVELS).orElseThrow().place())
          .matches("etcd:///micro/config/log@\\d+:2:.*");
      etcd.etcdctl("put", "/micro/config/client/retries", "4");
      eventually(
          AT_ONCE, () -> assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(4));
      etcd.etcdctl("del", "/micro/config/client/retries");
      eventually(
          AT_ONCE, () -> assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(2));
      etcd.etcdctl("put", "/micro/config/client", "{\"retries\": 77}");
      eventually(
          AT_ONCE,
          () ->
              assertThat(live.problem().map(Problem::what).orElse(""))
                  .matches("etcd:///micro/config/client@\\d+:1:2: \"77\" .*"));
      etcd.etcdctl("del", "--prefix", "/micro/config/");
      eventually(
          AT_ONCE,
          () ->
              assertThat(live.problem().map(Problem::what).orElse(""))
                  .startsWith("etcd:///micro/config/: no such key in etcd at "));
    }
    try (LiveConfig live = start()) {
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).as("from the copy").isEqualTo(2);
      assertThat(live.current().get(Settings.LOG_LEVEL)).isEqualTo(LogLevel.WARN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "warn", "1, \"value\": 2", "1, \"other\": 2", "null", "[{\"a\": 1}]", "1}"})
  void value_that_is_no_json_is_told_with_its_key(String text) {
    List<Entry> entries = List.of(new Entry("/micro/config/log/level", text, 7, 7, 1));
    assertThatThrownBy(() -> GoMicroTree.parse(ROOT, entries))
        .hasMessage(
            "etcd:///micro/config/log/level@7:1:1: no JSON (expected: such as 2, \"text\", [\"a\","
                + " \"b\"] or {\"key\": 2})");
  }

  @Test
  void too_many_keys_are_told_with_their_prefix() {
    RangeResponse many = RangeResponse.newBuilder().setMore(true).setCount(1_200).build();
    assertThatThrownBy(() -> KeyValueReader.found(ROOT, new GetResponse(many, ByteSequence.EMPTY)))
        .hasMessage("/micro/config/: 1200 keys (expected: at most 1000 with one prefix)");
  }

  private LiveConfig start() {
    return new Programs(home, etcd.endpoints()).start("config", "etcd:///micro/config/");
  }
}
