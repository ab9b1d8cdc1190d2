package shippy.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.testkit.etcd.EtcdExtension;

/** config edit, with editors that are scripts. */
@Tag("etcd")
class ConfigEditTest {
  private static final String KEY = "/shippy/config/vessel";

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @TempDir private Path home = Path.of("");

  /** A tool whose editor runs these lines; {@code $1} is the file. */
  private Tool editing(Screen screen, String... lines) throws IOException {
    Path script = home.resolve("editor");
    Files.writeString(script, "#!/bin/sh\ncd " + home + "\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Tool tool = new Tool(home.toString(), screen);
    tool.env("MICRO_CONFIG_ADDRESS", etcd.endpoints());
    tool.env("EDITOR", "false");
    tool.env("VISUAL", script.toString());
    return tool;
  }

  private static ExitCode edit(Tool tool) {
    return tool.run("config", "edit", "vessel");
  }

  private static Path kept(Tool tool) {
    return Path.of(tool.err().replaceFirst("(?s).*your text is kept in (\\S+).*", "$1"));
  }

  @Test
  void what_was_edited_is_written_and_its_private_file_is_gone() throws IOException {
    etcd.etcdctl("put", KEY, "log_level: debug\n");
    Tool tool =
        editing(
            Screen.none(),
            "stat -c '%a %n' \"$1\" > seen",
            "cat \"$1\" >> seen",
            "sed -i s/debug/trace/ \"$1\"");
    assertThat(edit(tool)).as(tool.err()).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).matches("written: " + KEY + "@\\d+ \\(was @\\d+\\)\n");
    assertThat(etcd.etcdctl("get", "--print-value-only", KEY)).isEqualTo("log_level: trace\n\n");
    String seen = Files.readString(home.resolve("seen"));
    assertThat(seen).matches("600 \\S+/shippy-vessel-\\d+\\.yaml\nlog_level: debug\n");
    assertThat(Path.of(seen.split("[ \n]", -1)[1])).doesNotExist();
  }

  @Test
  void no_change_an_empty_text_and_an_editor_that_fails_write_nothing() throws IOException {
    etcd.etcdctl("put", KEY, "log_level: debug\n");
    Tool tool = editing(Screen.none(), "true");
    assertThat(edit(tool)).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).matches("unchanged: " + KEY + "@\\d+\n");

    tool = editing(Screen.none(), ": > \"$1\"");
    assertThat(edit(tool)).isEqualTo(ExitCode.OK);
    assertThat(tool.out() + tool.err()).isEqualTo("cancelled: the text is empty\n");

    tool = editing(Screen.none(), "echo 'log_level: warn' > \"$1\"", "exit 3");
    assertThat(edit(tool)).isEqualTo(ExitCode.FAILED);
    assertThat(tool.err())
        .startsWith("error: cancelled: the editor \"%s/editor\" ended with 3\n".formatted(home));
    assertThat(kept(tool)).hasContent("log_level: warn\n");
    Files.delete(kept(tool));
    assertThat(etcd.etcdctl("get", "--print-value-only", KEY)).isEqualTo("log_level: debug\n\n");
  }

  @Test
  void editor_that_fails_leaves_no_file_of_what_is_known() throws IOException {
    etcd.etcdctl("put", KEY, "log_level: debug\n");
    for (String end : new String[] {"exit 127", "rm \"$1\"; exit 3", "rm \"$1\""}) {
      Tool tool = editing(Screen.none(), "echo \"$1\" > seen", end);
      assertThat(edit(tool)).as(end).isNotEqualTo(ExitCode.OK);
      assertThat(tool.err()).startsWith("error: ").doesNotContain("kept");
      assertThat(Path.of(Files.readString(home.resolve("seen")).strip())).doesNotExist();
    }
  }

  @Test
  void wrong_text_is_kept_or_edited_again() throws IOException {
    String[] script = {
      "if [ -e tried ]; then echo 'client_retries: 4' > \"$1\"; exit; fi",
      "touch tried",
      "echo 'client_retries: 17' > \"$1\""
    };
    Tool tool = editing(Screen.none(), script);
    assertThat(edit(tool)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(tool.err())
        .startsWith("error: %s:1:1: \"17\" (expected: a whole number".formatted(kept(tool)));
    assertThat(kept(tool)).hasContent("client_retries: 17\n");
    Files.delete(kept(tool));
    assertThat(etcd.etcdctl("get", KEY)).isEmpty();

    Files.delete(home.resolve("tried"));
    tool = editing(Screen.fixed(true, 80), script);
    tool.stdin(new ByteArrayInputStream("y\n".getBytes(UTF_8)));
    assertThat(edit(tool)).as(tool.err()).isEqualTo(ExitCode.OK);
    assertThat(tool.err()).contains(":1:1: \"17\"", "Edit it again? [Y/n] ");
    assertThat(tool.out()).contains("(new)");
    assertThat(etcd.etcdctl("get", "--print-value-only", KEY)).isEqualTo("client_retries: 4\n\n");

    Files.delete(home.resolve("tried"));
    tool = editing(Screen.fixed(true, 80), script);
    tool.stdin(new ByteArrayInputStream("n\n".getBytes(UTF_8)));
    assertThat(edit(tool)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(kept(tool)).hasContent("client_retries: 17\n");
    Files.delete(kept(tool));
  }
}
