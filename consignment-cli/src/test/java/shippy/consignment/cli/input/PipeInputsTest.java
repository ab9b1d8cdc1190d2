package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

/** Records out of named pipes and pipes of other programs. */
class PipeInputsTest {
  private static final String RECORD = "{\"id\": \"a\", \"weight\": 1, \"containers\": [{}]}\n";

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"p", "p.json", "p.jsonl"})
  void a_pipe_is_read_as_standard_input_is(String name) throws Exception {
    String pipe = pipe(name);
    Thread writer = new Thread(() -> write(pipe, RECORD + RECORD));
    writer.start();

    List<String> places = new ArrayList<>();
    try (Inputs inputs = open(pipe)) {
      for (var next = inputs.next(); next.isPresent(); next = inputs.next()) {
        places.add(next.get().at());
      }
    }
    assertThat(places).containsExactly(pipe + ":1", pipe + ":2");
    writer.join();
  }

  /** As the shell passes {@code <(jq ...)}: a pipe that has no name in any folder. */
  @Test
  void a_pipe_of_another_program_is_read() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      other.getOutputStream().write(RECORD.getBytes(UTF_8));
      other.getOutputStream().close();
      String pipe = "/proc/" + other.pid() + "/fd/0";

      try (Inputs inputs = open(pipe)) {
        assertThat(inputs.next().map(Entry::at)).hasValue(pipe + ":1");
        assertThat(inputs.next()).isEmpty();
      }
    } finally {
      other.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"p.json", "p.jsonl"})
  void a_pipe_that_nobody_writes_to_is_not_waited_for(String name) throws Exception {
    String pipe = pipe(name);
    Supplier<Duration> watch = Clock.system().stopwatch();

    ProblemException e = catchThrowableOfType(ProblemException.class, () -> open(pipe));

    assertThat(watch.get()).isBetween(Duration.ofMillis(2900), Duration.ofSeconds(10));
    assertThat(e.problem().code()).isEqualTo(ExitCode.NO_INPUT);
    assertThat(e.problem().what()).isEqualTo(pipe + ": a pipe that nobody writes to (waited 3 s)");
  }

  private String pipe(String name) throws Exception {
    String pipe = folder.resolve(name).toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
    return pipe;
  }

  private static void write(String file, String text) {
    try {
      Files.writeString(Path.of(file), text, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Inputs open(String pipe) {
    return Inputs.open(List.of(pipe), InputStream.nullInputStream());
  }
}
