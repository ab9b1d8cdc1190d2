package shippy.shell.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jline.reader.LineReader;

/**
 * Shows lines, such as those of the log, above the prompt if there is one, so that they do not
 * break the line being typed. Safe for any thread.
 */
final class AbovePromptOutput extends OutputStream {
  private final LineReader reader;
  private final PrintStream otherwise;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  AbovePromptOutput(LineReader reader, PrintStream otherwise) {
    this.reader = reader;
    this.otherwise = otherwise;
  }

  @Override
  public synchronized void write(int b) {
    line.write(b);
    if (b == '\n') {
      show(line.toString(UTF_8));
      line.reset();
    }
  }

  private void show(String text) {
    if (reader.isReading()) {
      reader.printAbove(text);
    } else {
      otherwise.print(text);
      otherwise.flush();
    }
  }
}
