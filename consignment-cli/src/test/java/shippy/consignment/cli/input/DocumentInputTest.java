package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;

class DocumentInputTest {
  private static final String CONSIGNMENT = "{\"weight\": 7,\n\"containers\": [{}]}";
  private static final Consignment READ =
      Consignment.newBuilder().setWeight(7).addContainers(Container.getDefaultInstance()).build();

  @TempDir Path folder = Path.of("");

  @Test
  void a_file_is_read() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), CONSIGNMENT);
    assertThat(read(file.toString(), InputStream.nullInputStream()))
        .isEqualTo(new Entry.Good(file + ":1", READ));
  }

  @Test
  void a_dash_is_standard_input() throws IOException {
    InputStream in = new ByteArrayInputStream(CONSIGNMENT.getBytes(UTF_8));
    assertThat(read("-", in)).isEqualTo(new Entry.Good("stdin:1", READ));
  }

  @Test
  void a_missing_file_has_its_own_exit_code_and_a_suggestion() throws IOException {
    Files.writeString(folder.resolve("order.json"), "{}");
    Problem problem = refuse(folder.resolve("odrer.json").toString());
    assertThat(problem.code()).isEqualTo(ExitCode.NO_INPUT);
    assertThat(problem.what()).isEqualTo(folder.resolve("odrer.json") + ": no such file");
    assertThat(problem.likely().orElse("")).contains(folder.resolve("order.json").toString());
  }

  @Test
  void a_name_no_file_can_have_is_missing() {
    assertThat(refuse("a\0.json").code()).isEqualTo(ExitCode.NO_INPUT);
    assertThat(refuse("").code()).isEqualTo(ExitCode.NO_INPUT);
  }

  @Test
  void a_directory_is_refused() {
    Problem problem = refuse(folder.toString());
    assertThat(problem.code()).isEqualTo(ExitCode.NO_INPUT);
    assertThat(problem.what()).isEqualTo(folder + ": a directory (expected: a file or a pipe)");
  }

  @Test
  void a_device_is_refused_at_once() {
    assertThat(refuse("/dev/zero").what())
        .isEqualTo("/dev/zero: a device (expected: a file or a pipe)");
  }

  @Test
  void a_sparse_file_of_20_gigabytes_is_refused() throws IOException {
    Path file = folder.resolve("huge.json");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(20L << 30);
    }
    Problem problem = refuse(file.toString());
    assertThat(problem.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(problem.what()).isEqualTo(file + ": too large (expected: at most 16 MiB)");
  }

  @Test
  void endless_standard_input_is_refused() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            return length;
          }
        };
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> read("-", endless));
    assertThat(refused.problem().what()).isEqualTo("stdin: too large (expected: at most 16 MiB)");
  }

  @Test
  void input_that_fails_is_reported() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk on fire");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }
        };
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> Inputs.open(List.of("-"), broken));
    assertThat(refused.problem().code()).isEqualTo(ExitCode.NO_INPUT);
    assertThat(refused.problem().facts()).containsExactly("disk on fire");
  }

  private static Entry read(String argument, InputStream standardInput) {
    try (Inputs inputs = Inputs.open(List.of(argument), standardInput)) {
      return inputs.only().orElseThrow();
    }
  }

  private static Problem refuse(String argument) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> read(argument, InputStream.nullInputStream()));
    assertThat(refused).isNotNull();
    return refused.problem();
  }
}
