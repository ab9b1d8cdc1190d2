package shippy.console.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagerTest {
  private static final String LONG = "line\n".repeat(30);

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private record Terminal(boolean isTerminal, int rows) implements Screen {
    @Override
    public boolean isTerminal(int descriptor) {
      return isTerminal;
    }

    @Override
    public int columns() {
      return 80;
    }
  }

  @Test
  void what_does_not_fit_on_the_terminal_goes_to_the_pager_of_the_user() throws IOException {
    assertThat(shown(LONG, new Terminal(true, 24), pager())).isEmpty();
    assertThat(Files.readString(folder.resolve("paged"))).isEqualTo(LONG);
  }

  @Test
  void what_fits_is_written() {
    assertThat(shown(LONG, new Terminal(true, 31), pager())).isEqualTo(LONG);
    assertThat(shown("short\n", new Terminal(true, 2), pager())).isEqualTo("short\n");
    assertThat(folder.resolve("paged")).doesNotExist();
  }

  @Test
  void a_pipe_or_a_dumb_terminal_is_not_paged() {
    assertThat(shown(LONG, new Terminal(false, 24), pager())).isEqualTo(LONG);
    assertThat(shown(LONG, new Terminal(true, 24), Map.of("PAGER", "false", "TERM", "dumb")))
        .isEqualTo(LONG);
    assertThat(folder.resolve("paged")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cat", "no-such-pager-is-there", "false"})
  void without_a_pager_that_works_it_is_written(String pager) {
    assertThat(shown(LONG, new Terminal(true, 24), Map.of("PAGER", pager))).isEqualTo(LONG);
  }

  private Map<String, String> pager() {
    return Map.of("PAGER", "cat > " + folder.resolve("paged"));
  }

  private String shown(String text, Screen screen, Map<String, String> env) {
    out.reset();
    PrintStream stream = new PrintStream(out, true, UTF_8);
    Pager.show(new IoStreams(InputStream.nullInputStream(), stream, stream, env, screen), text);
    return out.toString(UTF_8);
  }
}
