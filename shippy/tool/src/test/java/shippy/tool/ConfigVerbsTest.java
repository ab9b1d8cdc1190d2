package shippy.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.testkit.Eventually;
import shippy.testkit.etcd.EtcdExtension;

/** config get, put, ls, history, diff, watch, rollback, and how they tell what is wrong. */
@Tag("etcd")
class ConfigVerbsTest {
  private static final String KEY = "/shippy/config/vessel";

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
    tool.env("MICRO_CONFIG_ADDRESS", etcd.endpoints());
  }

  private String run(String line) {
    assertThat(tool.run(line.split(" "))).as(tool.err()).isEqualTo(ExitCode.OK);
    return tool.out();
  }

  private String failed(ExitCode code, String line) {
    assertThat(tool.run(line.split(" "))).as(tool.out() + tool.err()).isEqualTo(code);
    assertThat(tool.out()).isEmpty();
    return tool.err();
  }

  private String put(String text) {
    tool.stdin(new ByteArrayInputStream(text.getBytes(UTF_8)));
    return run("config put vessel");
  }

  private long revision(String written) {
    return Long.parseLong(written.replaceFirst("(?s).*vessel@(\\d+).*", "$1"));
  }

  @Test
  void what_is_put_is_got_exactly_and_listed_as_a_tree() throws IOException {
    String text = "client:\n  retries: 3 # mine\n\nlog_level: debug";
    Path file = Files.writeString(home.resolve("v.yaml"), text);
    String written = run("config put vessel " + file);
    assertThat(written).matches("written: /shippy/config/vessel@\\d+ \\(new\\)\n");
    assertThat(run("config get vessel")).isEqualTo(text);
    assertThat(run("config get etcd://" + KEY)).isEqualTo(text);
    assertThat(run("config put vessel " + file))
        .isEqualTo("unchanged: /shippy/config/vessel@%d\n".formatted(revision(written)));
    assertThat(run("config get vessel -o jsonl"))
        .isEqualTo(
            ("{\"key\":\"%s\",\"revision\":%d,\"version\":1,"
                    + "\"text\":\"client:\\n  retries: 3 # mine\\n\\nlog_level: debug\"}\n")
                .formatted(KEY, revision(written)));
    etcd.etcdctl("put", "/shippy/config/team/a/b.json", "{}");
    etcd.etcdctl("put", "/shippy/config/team/b", "{}");
    assertThat(run("config ls").replaceAll(" +\\d+ +\\d+ +\\d+", "").replaceFirst(" +REV.*", ""))
        .isEqualTo("KEY\n/shippy/config/\n  team/\n    a/\n      b.json\n    b\n  vessel\n");
    assertThat(run("config ls team -o name"))
        .isEqualTo("/shippy/config/team/a/b.json\n/shippy/config/team/b\n");
    assertThat(run("config ls -o jsonl"))
        .contains("{\"key\":\"%s\",\"revision\":%d,".formatted(KEY, revision(written)))
        .contains("\"version\":1,\"bytes\":45}");
    assertThat(run("config ls nowhere -o json")).isEqualTo("[]\n");
  }

  @Test
  void put_wins_over_nobody() throws IOException {
    long first = revision(put("log_level: debug\n"));
    etcd.etcdctl("put", KEY, "log_level: warn\nclient_retries: 1\n");
    Path file = Files.writeString(home.resolve("v.yaml"), "log_level: error\nclient_retries: 1\n");
    String error = failed(ExitCode.FAILED, "config put vessel " + file + " --if_revision=" + first);
    assertThat(error)
        .startsWith("error: %s has revision ".formatted(KEY))
        .contains(" (expected: revision %d)\n".formatted(first))
        .containsSubsequence(
            "  --- %s@".formatted(KEY),
            "  +++ %s  yours\n".formatted(file),
            "  @@ -1,2 +1,2 @@\n  -log_level: warn\n  +log_level: error\n   client_retries: 1\n");
    assertThat(run("config get vessel")).startsWith("log_level: warn");

    tool.stdin(new ByteArrayInputStream("log_level: trace\n".getBytes(UTF_8)));
    String lost = failed(ExitCode.FAILED, "config put vessel --if_revision=0 -o jsonl");
    assertThat(lost).contains("(expected: no such key)", "\"+log_level: trace\"");
    Path kept = Path.of(lost.replaceFirst("(?s).*your text is kept in ([^\"\n]+).*", "$1"));
    assertThat(kept).hasContent("log_level: trace\n");
    assertThat(Files.getPosixFilePermissions(kept)).hasSize(2);
    Files.delete(kept);
    assertThat(put("log_level: trace\n")).contains(" (was @");
  }

  @Test
  void history_diff_and_rollback_know_all_versions_until_etcd_forgets_them() {
    long first = revision(put("client_retries: 1\nlog_level: info\n"));
    long second = revision(put("client_retries: 2\n"));
    assertThat(run("config history vessel"))
        .isEqualTo(
            """
            REVISION  VERSION  BYTES  CHANGED
            %8d        2     18  client_retries, log_level
            %8d        1     34  created
            """
                .formatted(second, first));
    assertThat(run("config diff vessel"))
        .isEqualTo(
            """
            --- %1$s@%2$d
            +++ %1$s@%3$d
            @@ -1,2 +1 @@
            -client_retries: 1
            -log_level: info
            +client_retries: 2
            """
                .formatted(KEY, first, second));
    assertThat(run("config diff vessel %d %d -o jsonl".formatted(second, first)))
        .contains("\"differs\":true", "\"-client_retries: 2\",\"+client_retries: 1\"");
    assertThat(run("config get vessel --revision=" + first)).startsWith("client_retries: 1");
    etcd.etcdctl("del", KEY);
    String back = run("config rollback vessel " + first);
    assertThat(back).contains(" (new)");
    assertThat(run("config rollback vessel " + first + " -o jsonl"))
        .isEqualTo(
            "{\"key\":\"%s\",\"changed\":false,\"revision\":%d,\"version\":1,\"previous_revision\":%<d}\n"
                .formatted(KEY, revision(back)));
  }

  @Test
  void what_etcd_has_forgotten_is_told() {
    long first = revision(put("client_retries: 1\n"));
    long last = revision(put("client_retries: 3\n"));
    etcd.etcdctl("compact", Long.toString(last));
    assertThat(run("config history vessel -o jsonl")).hasLineCount(1);
    assertThat(run("config history vessel")).hasLineCount(2);
    assertThat(tool.err()).isEqualTo("older versions are gone: etcd was compacted\n");
    assertThat(failed(ExitCode.FAILED, "config rollback vessel " + first))
        .startsWith("error: revision %d: etcd has forgotten it\n".formatted(first))
        .contains("try:    shippy config history ");
    assertThat(failed(ExitCode.USAGE, "config diff vessel %d 99999999".formatted(last)))
        .startsWith("error: revision 99999999 (expected: 1 to ");
  }

  @Test
  void watch_shows_each_version_as_it_comes() throws InterruptedException {
    for (String format : new String[] {"table", "jsonl"}) {
      live_at_home();
      etcd.etcdctl("put", KEY, "log_level: debug\n");
      Thread watching = new Thread(() -> tool.run("config", "watch", "vessel", "-o", format));
      watching.start();
      try {
        awaitOut("log_level: debug");
        etcd.etcdctl("put", KEY, "password: hunter2\n");
        awaitOut("password: ***");
        etcd.etcdctl("del", KEY);
        awaitOut("deleted");
      } finally {
        watching.interrupt();
        watching.join(TimeUnit.SECONDS.toMillis(10));
      }
      assertThat(tool.out()).doesNotContain("hunter2");
      if (format.equals("jsonl")) {
        assertThat(tool.out())
            .hasLineCount(3)
            .endsWith("{\"key\":\"%s\",\"deleted\":true}\n".formatted(KEY));
      } else {
        assertThat(tool.out()).matches("(?s)%s@\\d+ \\(version \\d+\\)\n  log.*".formatted(KEY));
      }
    }
  }

  private void awaitOut(String text) {
    Eventually.eventually(Duration.ofSeconds(10), () -> assertThat(tool.out()).contains(text));
  }

  @Test
  void what_no_service_would_take_is_not_written_even_if_forced() {
    put("log_level: debug\n");
    for (String text :
        new String[] {"log_level: [", "client_retries: 9", "registry: etcd", "a: 1\na: 2"}) {
      tool.stdin(new ByteArrayInputStream(text.getBytes(UTF_8)));
      assertThat(failed(ExitCode.BAD_INPUT, "config put vessel --force"))
          .matches("(?s)error: stdin:\\d+:\\d+: .*");
    }
    assertThat(run("config get vessel")).isEqualTo("log_level: debug\n");
    assertThat(run("config put vessel " + file("fleet: 3\n") + " --force")).startsWith("written: ");
    assertThat(tool.err()).contains(":1:1: \"fleet\" is no setting");
  }

  private Path file(String text) {
    try {
      return Files.writeString(home.resolve("f.yaml"), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keys_of_go_micro_hold_one_json_value() {
    tool.stdin(new ByteArrayInputStream("3".getBytes(UTF_8)));
    assertThat(run("config put /micro/config/client/retries")).startsWith("written: /micro/");
    tool.stdin(new ByteArrayInputStream("77".getBytes(UTF_8)));
    assertThat(failed(ExitCode.BAD_INPUT, "config put /micro/config/client/retries"))
        .startsWith("error: stdin:1:1: \"77\" (expected: a whole number from 0 to 4)");
    assertThat(run("config ls /micro/config -o name")).isEqualTo("/micro/config/client/retries\n");
    tool.stdin(new ByteArrayInputStream("{\"retries\": 3}".getBytes(UTF_8)));
    assertThat(failed(ExitCode.BAD_INPUT, "config put /micro/config/client"))
        .startsWith("error: stdin:1:2: client_retries is set twice, first in etcd:///micro/");
  }

  @Test
  void config_centre_that_is_wrong_can_be_seen_and_mended() {
    etcd.etcdctl("put", KEY, "client_retries: 77\n");
    tool.env("MICRO_CONFIG", "etcd://" + KEY);
    String place = "etcd://%s@\\d+:1:1: \"77\" \\(expected: .*\n".formatted(KEY);
    assertThat(failed(ExitCode.CONFIG, "list services")).matches("(?s)error: " + place);
    assertThat(run("config")).containsPattern("(?m)^client_retries +2 +default$");
    assertThat(tool.err()).matches("warning: " + place);
    assertThat(run("config explain client_retries --registry_address=empty"))
        .contains("2      default  in effect");
    put("client_retries: 4\n");
    assertThat(run("config explain client.retries --registry_address=empty"))
        .containsPattern("(?m)^4 +etcd://" + KEY + "@\\d+:1:1 +in effect$")
        .containsPattern("(?m)^2 +default +hidden$");
    assertThat(tool.err()).isEmpty();
  }

  @Test
  void key_that_is_not_there_comes_with_the_nearest() {
    long last = revision(put("log_level: debug\n"));
    assertThat(failed(ExitCode.NO_INPUT, "config get vesel"))
        .isEqualTo(
            """
            error: /shippy/config/vesel: no such key (config centre: %s)
              likely: a slip of the keyboard: did you mean "/shippy/config/vessel"?
              try:    shippy config ls /shippy/config/   list the keys there
            """
                .formatted(etcd.endpoints()));
    long earlier = last - 1;
    assertThat(failed(ExitCode.NO_INPUT, "config diff vessel " + earlier))
        .isEqualTo(
            """
            error: %1$s: no such key at revision %2$d (config centre: %3$s)
              try:    shippy config history %1$s   list its revisions
            """
                .formatted(KEY, earlier, etcd.endpoints()));
    assertThat(failed(ExitCode.NO_INPUT, "config history vesel")).contains("no such key");
    assertThat(failed(ExitCode.NO_INPUT, "config get /nokey")).contains("/nokey: no such key");
    assertThat(failed(ExitCode.NO_INPUT, "config rollback vesel " + last)).contains("at revision ");
  }
}
