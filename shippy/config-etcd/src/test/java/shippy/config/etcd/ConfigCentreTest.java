package shippy.config.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigCentre.History;
import shippy.problem.ProblemException;
import shippy.testkit.etcd.EtcdExtension;

@Tag("etcd")
class ConfigCentreTest {
  private static final String KEY = "/shippy/config/vessel";

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  private ConfigCentre centre = open();

  private static ConfigCentre open() {
    Config config = Config.of(Map.of("config_address", etcd.endpoints()), Map.of());
    return ConfigCentre.open(config, Clock.system());
  }

  @BeforeEach
  void connect() {
    centre.close();
    centre = open();
  }

  @AfterEach
  void close() {
    centre.close();
  }

  @Test
  void what_is_put_is_found_by_its_short_name_its_key_and_its_location() {
    assertThat(centre.get("vessel")).isEmpty();
    Entry written = centre.put("vessel", "log_level: debug\n", 0);
    assertThat(written.key()).isEqualTo(KEY);
    assertThat(written.version()).isEqualTo(1);
    assertThat(written.createRevision()).isEqualTo(written.revision());
    assertThat(written.bytes()).isEqualTo(17);
    assertThat(centre.get(KEY)).contains(written);
    assertThat(centre.get("etcd://" + KEY)).contains(written);
    assertThat(etcd.etcdctl("get", "--print-value-only", KEY)).isEqualTo("log_level: debug\n\n");
  }

  @Test
  void list_has_the_keys_below_a_prefix_in_order() {
    Entry second = centre.put("b.yaml", "{}", 0);
    Entry first = centre.put("a/deep", "x", 0);
    etcd.etcdctl("put", "/shippy/configuration", "another");
    assertThat(centre.list("/shippy/config")).containsExactly(first, second);
    assertThat(centre.list("/shippy/config/")).containsExactly(first, second);
    assertThat(centre.list("a")).containsExactly(first);
  }

  @Test
  void key_is_written_only_at_the_revision_that_was_read() {
    Entry first = centre.put(KEY, "client_retries: 1", 0);
    Entry second = centre.put(KEY, "client_retries: 2", first.revision());
    ConfigConflict late =
        catchThrowableOfType(
            ConfigConflict.class, () -> centre.put(KEY, "client_retries: 3", first.revision()));
    assertThat(late.current()).contains(second);
    assertThat(late.problem().what())
        .isEqualTo(
            "%s has revision %d (expected: revision %d)"
                .formatted(KEY, second.revision(), first.revision()));
    assertThatThrownBy(() -> centre.put(KEY, "client_retries: 3", 0))
        .hasMessage("%s has revision %d (expected: no such key)", KEY, second.revision());
    etcd.etcdctl("del", KEY);
    assertThatThrownBy(() -> centre.put(KEY, "client_retries: 3", second.revision()))
        .hasMessage("%s is gone (expected: revision %d)", KEY, second.revision());
  }

  @Test
  void text_that_is_there_already_counts_as_written() {
    Entry first = centre.put(KEY, "client_retries: 1", 0);
    assertThat(centre.put(KEY, "client_retries: 1", 0)).isEqualTo(first);
  }

  @Test
  void history_goes_back_to_the_creation_or_to_the_compaction() {
    assertThat(centre.history(KEY, 9)).isEqualTo(new History(List.of(), false));
    Entry first = centre.put(KEY, "client_retries: 1", 0);
    etcd.etcdctl("put", "other", "between");
    Entry second = centre.put(KEY, "client_retries: 2", first.revision());
    Entry third = centre.put(KEY, "client_retries: 3", second.revision());
    assertThat(centre.history(KEY, 9)).isEqualTo(new History(List.of(third, second, first), false));
    assertThat(centre.history(KEY, 2)).isEqualTo(new History(List.of(third, second), false));
    etcd.etcdctl("compact", Long.toString(second.revision()));
    assertThat(centre.history(KEY, 9)).isEqualTo(new History(List.of(third, second), true));
  }

  @Test
  void older_version_is_read_by_any_revision_since_it_was_written() {
    Entry first = centre.put(KEY, "client_retries: 1", 0);
    etcd.etcdctl("put", "/other", "x");
    Entry second = centre.put(KEY, "client_retries: 2", first.revision());
    etcd.etcdctl("del", KEY);
    assertThat(centre.get(KEY, first.revision())).contains(first);
    assertThat(centre.get(KEY, first.revision() + 1)).contains(first);
    assertThat(centre.get(KEY, second.revision())).contains(second);
    assertThat(centre.get(KEY, second.revision() + 1)).isEmpty();
    assertThatThrownBy(() -> centre.get(KEY, second.revision() + 2))
        .hasMessage(
            "revision %d (expected: 1 to %d)", second.revision() + 2, second.revision() + 1);
    etcd.etcdctl("compact", Long.toString(second.revision()));
    assertThatThrownBy(() -> centre.get(KEY, first.revision()))
        .hasMessage("revision %d: etcd has forgotten it", first.revision());
  }

  @Test
  void text_is_parsed_by_the_ending_of_its_key_and_below_micro_config_as_json() {
    assertThat(ConfigKey.of("vessel").parse("client: {retries: 3}", "x"))
        .extracting(entry -> entry.place() + " " + entry.path() + " " + entry.text())
        .containsExactly("x:1:10 [client, retries] 3");
    assertThat(ConfigKey.of("a.properties").parse("client_retries = 3", "x")).hasSize(1);
    assertThat(ConfigKey.of("/micro/config/client/retries").parse("3", "x"))
        .extracting(entry -> entry.place() + " " + entry.path() + " " + entry.text())
        .containsExactly("x:1:1 [client, retries] 3");
    assertThatThrownBy(() -> ConfigKey.of("/micro/config/client").parse("retries: 3", "x"))
        .hasMessageStartingWith("x:1:1: no JSON");
  }

  @Test
  void malformed_keys_and_huge_texts_are_refused_before_they_are_sent() {
    for (String bad :
        List.of("", "a b", "a,b", "//a", "/", "etcd://host:2379/a", "x".repeat(256))) {
      assertThatThrownBy(() -> centre.get(bad)).isInstanceOf(ProblemException.class);
    }
    assertThatThrownBy(() -> centre.get("a b"))
        .hasMessage(
            "\"/shippy/config/a b\" is no key (expected: /shippy/config/NAME without commas and"
                + " blanks)");
    assertThatThrownBy(() -> centre.put("a/", "", 0))
        .hasMessage("\"a/\" (expected: a key without a slash at its end)");
    assertThatThrownBy(() -> centre.put(KEY, "x".repeat(65_537), 0))
        .hasMessage(KEY + ": 65537 characters (expected: at most 64 KiB of settings)");
    assertThat(centre.get(KEY)).isEmpty();
  }
}
