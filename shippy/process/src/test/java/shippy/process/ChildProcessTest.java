package shippy.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Pattern READY = Pattern.compile("ready");
  @TempDir private Path folder = Path.of("");

  @Test
  void stop_lets_it_end_in_order() throws Exception {
    ChildProcess child = shell("trap 'echo bye; exit 3' TERM; echo ready; sleep 60 & wait");
    CapturedOutput output = new CapturedOutput(child.process().getInputStream());
    assertThat(output.await(READY, 0, LONG)).isPresent();
    child.stop(LONG);
    assertThat(child.process().exitValue()).isEqualTo(3);
    assertThat(output.lines()).containsExactly("ready", "bye");
  }

  @Test
  void stop_kills_what_does_not_end_and_what_that_started() throws Exception {
    ChildProcess child = shell("trap '' TERM; sleep 60 & echo ready; wait");
    CapturedOutput output = new CapturedOutput(child.process().getInputStream());
    assertThat(output.await(READY, 0, LONG)).isPresent();
    List<ProcessHandle> started = child.process().descendants().toList();
    assertThat(started).isNotEmpty();
    child.stop(Duration.ofMillis(20));
    assertThat(child.isAlive()).isFalse();
    assertThat(started).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void its_last_lines_are_those_of_its_file() throws Exception {
    ProcessBuilder seq = new ProcessBuilder("sh", "-c", "seq 9; cat; echo end >&2");
    Path log = folder.resolve("log");
    ChildProcess child = ChildProcess.startLogging("seq", seq, log);
    assertThat(child.process().waitFor()).isZero();
    assertThat(child.lastLines()).containsExactly("6", "7", "8", "9", "end");
  }

  /** Its number may be another's by then. */
  @Test
  void signal_to_one_that_has_ended_is_not_sent() {
    ChildProcess ended = new ChildProcess("ended", new EndedProcess());
    assertThatCode(ended::interrupt).doesNotThrowAnyException();
    assertThatCode(ended::pause).doesNotThrowAnyException();
  }

  @Test
  void folder_is_deleted_with_all_that_is_in_it() throws Exception {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("a/b"));
    Files.writeString(tree.resolve("a/file"), "text");
    FileTree.delete(tree);
    FileTree.delete(tree);
    assertThat(tree).doesNotExist();
  }

  private static ChildProcess shell(String script) throws Exception {
    return ChildProcess.start("sh", new ProcessBuilder("sh", "-c", script));
  }

  private static final class EndedProcess extends Process {
    @Override
    public long pid() {
      throw new AssertionError("its number was asked for");
    }

    @Override
    public int exitValue() {
      return 0;
    }

    @Override
    public int waitFor() {
      return 0;
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public void destroy() {}
  }
}
