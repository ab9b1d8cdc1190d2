package shippy.shell.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Output that remembers what was written since the last line end. One thread. */
final class CurrentLineOutput extends FilterOutputStream {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  CurrentLineOutput(OutputStream out) {
    super(out);
  }

  /** Takes the text of the line that has not ended. */
  String take() {
    String text = line.toString(UTF_8);
    line.reset();
    return text;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    line.write(b);
    if (b == '\n') {
      line.reset();
    }
  }
}
