package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Eventually;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** {@code shippy config} as processes: two editors of one key, and instances that are asked. */
@Tag("etcd")
@Tag("slow")
@Order(10)
class ConfigVerbsIT {
  private static final String KEY = "/shippy/config/vessel";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  @TempDir private Path folder = Path.of("");

  @Test
  void of_two_who_edit_at_once_one_wins_and_the_other_loses_nothing() throws Exception {
    ETCD.etcdctl("put", KEY, "client_retries: 1\n");
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints())) {
      sandbox.with("EDITOR", editor());
      List<RunningCommand> editing =
          List.of(edit(sandbox, "client_retries: 2"), edit(sandbox, "client_retries: 3"));
      Eventually.eventually(
          Sandbox.START, () -> assertThat(folder.toFile().list()).contains("open-2", "open-3"));
      Files.createFile(folder.resolve("go"));
      List<Integer> codes = editing.stream().map(one -> one.exitCode(LIMIT)).toList();
      assertThat(codes).containsExactlyInAnyOrder(0, 1);
      RunningCommand winner = editing.get(codes.indexOf(0));
      RunningCommand loser = editing.get(codes.indexOf(1));
      int won = winner == editing.get(0) ? 2 : 3;
      assertThat(winner.stdout()).matches("written: " + KEY + "@\\d+ \\(was @\\d+\\)\n");
      assertThat(ETCD.etcdctl("get", "--print-value-only", KEY))
          .isEqualTo("client_retries: %d\n\n".formatted(won));
      assertThat(loser.stderr())
          .containsSubsequence(
              "error: " + KEY + " has revision ",
              "-client_retries: %d\n".formatted(won),
              "+client_retries: %d\n".formatted(5 - won),
              "your text is kept in ");
      Path kept = Path.of(loser.stderr().replaceFirst("(?s).*your text is kept in (\\S+).*", "$1"));
      assertThat(kept).hasContent("client_retries: %d\n".formatted(5 - won));
      Files.delete(kept);
    }
  }

  /** Writes $TEXT once both editors are open. */
  private String editor() throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("editor"),
            """
            #!/bin/sh
            touch "%1$s/open-${TEXT#* }"
            while [ ! -e "%1$s/go" ]; do sleep 0.1; done
            echo "$TEXT" > "$1"
            """
                .formatted(folder));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }

  private static RunningCommand edit(Sandbox sandbox, String text) {
    return sandbox.with("TEXT", text).starting(Sandbox.TOOL, "config", "edit", "vessel");
  }

  @Test
  void explain_asks_the_instances_and_marks_the_one_that_differs() throws Exception {
    ETCD.etcdctl("put", KEY, "client_retries: 3\n");
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints())) {
      String config = "--config=etcd://" + KEY;
      sandbox.service(Sandbox.VESSEL, config, "--server_id=one");
      sandbox.service(Sandbox.VESSEL, config, "--server_id=two");
      sandbox.service(Sandbox.VESSEL, config, "--server_id=odd", "--client_retries=0");
      Result all = sandbox.tool("config", "explain", "client.retries", "vessel");
      assertThat(all.exitCode()).as(all.stderr()).isZero();
      assertThat(all.stdout())
          .startsWith("client_retries: how often a failed call is tried again\n")
          .containsPattern("(?m)^2 +default +in effect$")
          .containsPattern("(?m)^\\S+-odd +0 +--client_retries +\\w+ \\d+ [\\d:]+ +differs$")
          .containsPattern("(?m)^\\S+-one +3 +etcd://" + KEY + "@\\d+:1:1 +\\w+ \\d+ [\\d:]+$");

      ETCD.etcdctl("put", KEY, "client_retries: 9\n");
      Eventually.eventually(
          LIMIT,
          () ->
              assertThat(sandbox.tool("config", "explain", "client_retries", "-o", "json").stdout())
                  .contains(
                      "\"differs\": true", "@", ":1:1: \\\"9\\\" (expected: ", "\"value\": \"3\""));
      Result shown = sandbox.with("COLUMNS", "80").tool("config", "explain", "client_retries");
      assertThat(shown.stdout()).contains("problem: etcd://" + KEY + "@");
    }
  }
}
