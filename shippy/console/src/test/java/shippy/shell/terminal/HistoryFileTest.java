package shippy.shell.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  @TempDir Path folder = Path.of("");

  private static LineReader reader() throws IOException {
    return LineReaderBuilder.builder()
        .terminal(
            new DumbTerminal(
                "test",
                "dumb",
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                UTF_8))
        .build();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void lines_survive_and_are_nobody_elses() throws IOException {
    Path file = folder.resolve("state/shippy/history");
    LineReader first = reader();
    assertThat(HistoryFile.attach(first, file)).isEmpty();
    first.getHistory().add("{\"a\":\n 1}");
    first.getHistory().save();

    LineReader second = reader();
    assertThat(HistoryFile.attach(second, file)).isEmpty();
    assertThat(second.getHistory().get(0)).isEqualTo("{\"a\":\n 1}");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("state/shippy"))).isEqualTo("rwx------");
  }

  @Test
  void a_file_that_others_could_read_no_longer_can_be() throws IOException {
    Path file = Files.createFile(folder.resolve("history"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(HistoryFile.attach(reader(), file)).isEmpty();
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void without_a_file_the_shell_works_and_says_so() throws IOException {
    Path file = Files.createFile(folder.resolve("file")).resolve("history");
    LineReader reader = reader();
    assertThat(HistoryFile.attach(reader, file)).startsWith("history is not kept: " + file);
    reader.getHistory().add("list");
    assertThat(reader.getHistory().get(0)).isEqualTo("list");
  }

  @Test
  void what_is_no_history_is_dropped() throws IOException {
    Path file = Files.writeString(folder.resolve("history"), "no time\n1795290777159:list\n");
    LineReader reader = reader();
    assertThat(HistoryFile.attach(reader, file)).isEmpty();
    assertThat(reader.getHistory()).hasSize(1);
    assertThat(reader.getHistory().get(0)).isEqualTo("list");
    assertThat(mode(file)).isEqualTo("rw-------");
  }
}
