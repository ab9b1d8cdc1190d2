package shippy.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.testkit.Eventually;
import shippy.testkit.ReflectionServer;

/** {@code stream} of a method that takes a stream of requests: that of reflection. */
class RequestStreamTest {
  private static final String LIST = "{\"list_services\": \"\"}";

  @TempDir private Path home = Path.of("");
  private final ReflectionServer server = new ReflectionServer("Kane", ReflectionServer.Version.V1);
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void each_document_of_standard_input_is_a_request() {
    tool.stdin(bytes(LIST + "\n{\n\"list_services\":\n\"x\"}" + LIST));
    assertThat(stream("-o", "jsonl")).as(tool.err()).isEqualTo(ExitCode.OK);
    assertThat(tool.out().lines())
        .hasSize(3)
        .allMatch(line -> line.contains("list_services_response"));
    assertThat(stream("-ojson", "--list_services=x")).isEqualTo(ExitCode.OK);
    assertThat(tool.out()).startsWith("{\n  \"answers\": [\n").endsWith("\"complete\": true\n}\n");
  }

  @Test
  void an_answer_is_shown_before_the_next_request_is_there_and_ctrl_c_ends_it() throws Exception {
    PipedOutputStream keyboard = new PipedOutputStream();
    tool.stdin(new PipedInputStream(keyboard));
    ExitCode[] code = {ExitCode.INTERNAL};
    Thread running = new Thread(() -> code[0] = stream("-ojsonl"));
    running.start();
    for (int answers = 1; answers <= 2; answers++) {
      keyboard.write((LIST + "\n").getBytes(UTF_8));
      keyboard.flush();
      int expected = answers;
      Eventually.eventually(
          Duration.ofSeconds(20), () -> assertThat(tool.out()).hasLineCount(expected));
    }
    running.interrupt();
    running.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(code[0]).isEqualTo(ExitCode.INTERRUPTED);
  }

  @Test
  void a_document_that_is_wrong_ends_the_call_with_its_place() {
    tool.stdin(bytes(LIST + "\n{\"list_servces\": \"\"}"));
    assertThat(stream("-ojsonl")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(tool.err()).contains("list_servces", "did you mean");
    tool.stdin(bytes(LIST + "\n{\"list_services\": }"));
    assertThat(stream("-ojsonl")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(tool.err()).contains("stdin:2:19: no JSON: ");
  }

  private ExitCode stream(String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "stream";
    args[1] = "vessel";
    args[2] = "ServerReflectionInfo";
    System.arraycopy(options, 0, args, 3, options.length);
    tool.env("MICRO_REGISTRY_ADDRESS", Integer.toString(server.address().port()));
    return tool.run(args);
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
