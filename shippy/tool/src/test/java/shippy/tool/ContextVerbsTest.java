package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;

class ContextVerbsTest {
  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  @Test
  void a_context_is_added_used_shown_and_removed() {
    assertThat(run("context list")).hasLineCount(1);
    assertThat(tool.err()).startsWith("no contexts; ");
    assertThat(run("context add desert --registry_address=empty --client_retries 1"))
        .isEqualTo("kept: desert\n");
    assertThat(run("list services --context=desert")).isEmpty();
    assertThat(run("list services")).hasLineCount(2);
    assertThat(run("context use desert")).isEqualTo("in use: desert\n");
    assertThat(run("list services")).isEmpty();
    assertThat(run("list services --context=none")).hasLineCount(2);
    assertThat(run("context list"))
        .isEqualTo(
            """
               CONTEXT  SETTINGS
            *  desert   client_retries=1 registry_address=empty
            """);
    assertThat(run("context show -o jsonl"))
        .isEqualTo(
            "{\"context\":\"desert\",\"in_use\":true,"
                + "\"settings\":{\"client_retries\":\"1\",\"registry_address\":\"empty\"}}\n");
    assertThat(run("config"))
        .containsPattern("(?m)^client_retries +1 +context desert$")
        .containsPattern("(?m)^context +desert +" + home + "/.config/shippy/contexts$");
    assertThat(run("context remove desert")).isEqualTo("removed: desert\n");
    assertThat(run("list services")).hasLineCount(2);
  }

  @Test
  void a_context_in_use_that_is_gone_can_be_seen_and_left() throws IOException {
    run("context add desert --registry_address=empty");
    Path file = home.resolve(".config/shippy/contexts");
    Files.writeString(file, Files.readString(file) + "current = gone\n");
    assertThat(tool.run("list", "services")).isEqualTo(ExitCode.CONFIG);
    assertThat(tool.err()).contains("no context \"gone\"", "shippy context use none");
    assertThat(run("context list")).contains("   desert");
    assertThat(run("context use none")).isEqualTo("in use: none\n");
    assertThat(run("list services")).hasLineCount(2);
  }

  @Test
  void what_cannot_be_kept_or_used_is_an_error() {
    assertThat(tool.run("context", "add", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("no settings (expected: flags to keep)");
    assertThat(tool.run("context", "add", "x", "--registry_address=http://me:secret@h:1"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("no password").doesNotContain("secret");
    assertThat(tool.run("context", "add", "x", "--registry=bogus")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).startsWith("error: --registry: \"bogus\" (expected: ").contains("etcd");
    assertThat(tool.run("context", "add", "x", "--client_retries=two")).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).startsWith("error: --client_retries: \"two\" (expected: ");
    assertThat(run("context list -o jsonl")).isEmpty();
    run("context add prod --registry_ca_file=ca.pem");
    assertThat(run("context show prod")).contains("registry_ca_file=/");
    assertThat(tool.run("list", "services", "--context=prdo")).isEqualTo(ExitCode.CONFIG);
    assertThat(tool.err())
        .contains("no context \"prdo\" (expected: prod)", "did you mean \"prod\"?");
  }

  private String run(String line) {
    assertThat(tool.run(line.split(" "))).as(tool.err()).isEqualTo(ExitCode.OK);
    return tool.out();
  }
}
