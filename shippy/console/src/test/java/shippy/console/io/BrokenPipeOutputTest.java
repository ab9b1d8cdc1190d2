package shippy.console.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class BrokenPipeOutputTest {
  @Test
  void a_reader_that_left_is_no_failure() {
    assertThat(writingTo(failing("Broken pipe")).checkError()).isFalse();
  }

  @Test
  void a_full_disk_is_one() {
    assertThat(writingTo(failing("No space left on device")).checkError()).isTrue();
  }

  private static PrintStream writingTo(OutputStream out) {
    PrintStream stream = new PrintStream(new BrokenPipeOutput(out), false, UTF_8);
    stream.println("one");
    stream.flush();
    stream.println("two");
    return stream;
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
