package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Writes each event to a standard stream at once and in one piece, in UTF-8. Print streams ignore
 * errors: the program goes on when the reader of a pipe has gone. Safe for any thread.
 */
final class LineAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private final Function<ILoggingEvent, String> layout;
  private final boolean stdout;

  LineAppender(Function<ILoggingEvent, String> layout, boolean stdout) {
    this.layout = layout;
    this.stdout = stdout;
  }

  @Override
  protected void append(ILoggingEvent event) {
    byte[] line = layout.apply(event).getBytes(StandardCharsets.UTF_8);
    // Read each time, because test runners and shells replace the streams.
    PrintStream out = stdout ? System.out : System.err;
    out.write(line, 0, line.length);
    out.flush();
  }
}
