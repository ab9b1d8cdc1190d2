package shippy.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one output of a process all the time, so that the process never waits for a reader. */
public final class OutputPump {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Thread thread;

  public OutputPump(InputStream from, String name) {
    thread = new Thread(() -> copy(from), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** What was read so far. */
  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The pattern's first match within a complete line. */
  public Optional<MatchResult> find(Pattern pattern) {
    String text = text();
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(Matcher::toMatchResult)
        .findFirst();
  }

  /** Waits for the end of the output; a surviving grandchild can hold it open past the limit. */
  void join(Duration limit) {
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      throw Concurrently.interrupted(e);
    }
  }

  private void copy(InputStream from) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        bytes.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The JDK closes the stream under the reader when the process is killed: the output ends
      // here.
    }
  }
}
