package shippy.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.testkit.Eventually;
import shippy.testkit.etcd.EtcdExtension;

/** What config's verbs refuse before they write, and what {@code --force} lets pass. */
@Tag("etcd")
class ConfigInputTest {
  private static final String KEY = "/shippy/config/vessel";

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
    tool.env("MICRO_CONFIG_ADDRESS", etcd.endpoints());
  }

  private ExitCode run(String stdin, String... args) {
    tool.stdin(new ByteArrayInputStream(stdin.getBytes(UTF_8)));
    return tool.run(args);
  }

  private String stored(String key) {
    return etcd.etcdctl("get", "--print-value-only", key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\n"})
  void empty_text_wipes_nothing_unless_it_is_forced(String text) {
    etcd.etcdctl("put", KEY, "log_level: debug\n");
    assertThat(run(text, "config", "put", "vessel")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(tool.err())
        .startsWith("error: stdin: an empty text would set everything back to defaults\n")
        .contains("--force");
    assertThat(stored(KEY)).startsWith("log_level: debug");
    assertThat(run(text, "config", "put", "vessel", "--force")).isEqualTo(ExitCode.OK);
    assertThat(stored(KEY)).isBlank();
  }

  @Test
  void renewals_that_come_too_late_are_refused_as_services_do() {
    assertThat(run("register_interval: 20s", "config", "put", "vessel"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(tool.err())
        .startsWith("error: stdin:1:1: \"20s\" (expected: less than register_ttl, 15s)\n");
    assertThat(stored(KEY)).isEmpty();
    String fit = "register_interval: 20s\nregister_ttl: 30s\n";
    assertThat(run(fit, "config", "put", "vessel")).as(tool.err()).isEqualTo(ExitCode.OK);
    assertThat(run("register_interval: 20s", "config", "put", "vessel", "--force"))
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void keys_of_others_are_written_only_if_it_is_forced() {
    String key = "/micro/registry/x";
    etcd.etcdctl("put", key, "{}");
    for (String[] verb : new String[][] {{"put", key}, {"edit", key}, {"rollback", key, "1"}}) {
      String[] args = new String[verb.length + 1];
      args[0] = "config";
      System.arraycopy(verb, 0, args, 1, verb.length);
      assertThat(run("log_level: debug", args)).as(verb[0]).isEqualTo(ExitCode.USAGE);
      assertThat(tool.err())
          .startsWith("error: \"%s\" (expected: a key below /shippy/config/ or ".formatted(key))
          .contains("--force");
    }
    assertThat(stored(key)).startsWith("{}");
    assertThat(run("log_level: debug", "config", "put", key, "--force")).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @CsvSource({"get,a b", "put,a/", "edit,''", "history,'a,b'", "watch,'a,b'", "ls,/", "ls,''"})
  void malformed_key_is_a_wrong_argument(String verb, String key) {
    assertThat(run("", "config", verb, key)).as(tool.err()).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).startsWith("error: ").contains("(expected: ");
  }

  @Test
  void watch_tells_that_there_is_no_such_key_yet() throws InterruptedException {
    Thread watching = new Thread(() -> tool.run("config", "watch", "nope"));
    watching.start();
    try {
      Eventually.eventually(
          Duration.ofSeconds(10),
          () -> assertThat(tool.err()).isEqualTo("no such key yet: nope\n"));
    } finally {
      watching.interrupt();
      watching.join();
    }
    assertThat(tool.out()).isEmpty();
  }
}
