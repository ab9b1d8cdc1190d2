package shippy.console.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import shippy.console.io.BrokenPipe;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.problem.Failures;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.testkit.SelfAdvancingClock;

class WatchLoopTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private record Lines(List<String> lines) implements View {
    @Override
    public void text(Text text) {
      lines.forEach(text::line);
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartArray();
      for (String line : lines) {
        json.writeString(line);
      }
      json.writeEndArray();
    }
  }

  @Test
  void in_a_pipe_each_change_is_a_line_of_json() {
    assertThat(watch(Screen.none(), OutputFormat.TABLE, "a", "a", "b", "b", "a"))
        .isEqualTo(ExitCode.INTERRUPTED);
    assertThat(text(out)).isEqualTo("[\"a\"]\n[\"b\"]\n[\"a\"]\n");
  }

  @Test
  void yaml_is_a_document_for_each_change() {
    watch(Screen.fixed(true, 80), OutputFormat.YAML, "a", "b");
    assertThat(text(out)).isEqualTo("---\n- a\n---\n- b\n");
  }

  @Test
  void on_a_terminal_a_table_is_drawn_over_the_last() {
    watch(Screen.fixed(true, 80), OutputFormat.TABLE, "a", "a", "b\u001b[2J");
    assertThat(text(out))
        .isEqualTo("\u001b[Ha\u001b[K\n\u001b[J" + "\u001b[Hb?[2J\u001b[K\n\u001b[J");
  }

  @Test
  void a_failure_is_told_once_and_what_was_seen_stays() {
    watch(Screen.none(), OutputFormat.JSON, "a", "!gone\u001b", "!gone", "a", "!gone", "b");
    assertThat(text(out)).isEqualTo("[\"a\"]\n[\"b\"]\n");
    assertThat(text(err).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"error\":\"gone") && line.contains("\"exit_code\":"));
  }

  @Test
  void a_first_look_that_fails_ends_the_watch() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> watch(Screen.none(), OutputFormat.TABLE, "!gone"));
    assertThat(text(out)).isEmpty();
  }

  @Test
  void a_reader_that_left_ends_the_watch() {
    IoStreams io = io(BrokenPipe.stream(), Screen.none());
    assertThat(watch(io, OutputFormat.TABLE, "a", "b")).isEqualTo(ExitCode.OK);
  }

  @Test
  void what_does_not_fit_on_the_screen_is_counted() {
    List<String> ten = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
    assertThat(LiveScreen.fitting(ten, 11)).isEqualTo(ten);
    assertThat(LiveScreen.fitting(ten, 10)).hasSize(9).endsWith("7", "… 2 more lines");
    assertThat(LiveScreen.fitting(ten, 1)).containsExactly("0", "… 9 more lines");
  }

  private ExitCode watch(Screen screen, OutputFormat format, String... looks) {
    return watch(io(new PrintStream(out, true, UTF_8), screen), format, looks);
  }

  /** The last look is followed by an interrupt. */
  private static ExitCode watch(IoStreams io, OutputFormat format, String... looks) {
    Iterator<String> seen = List.of(looks).iterator();
    Output output = new Output(new ErrorReport(io, format, false, Failures::problem));
    try {
      return new WatchLoop(output, new SelfAdvancingClock())
          .run(
              () -> {
                String look = seen.next();
                if (!seen.hasNext()) {
                  Thread.currentThread().interrupt();
                }
                if (look.startsWith("!")) {
                  Thread.interrupted();
                  throw Problem.of(ExitCode.UNAVAILABLE, look.substring(1)).toException();
                }
                return new Lines(List.of(look));
              });
    } finally {
      Thread.interrupted();
    }
  }

  private IoStreams io(PrintStream stream, Screen screen) {
    PrintStream errors = new PrintStream(err, true, UTF_8);
    return new IoStreams(InputStream.nullInputStream(), stream, errors, Map.of(), screen);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8);
  }
}
