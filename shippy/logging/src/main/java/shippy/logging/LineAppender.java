package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Writes each event to a standard stream at once and in one piece, in UTF-8. Print streams swallow
 * errors: when the reader of a pipe has gone, the program works on without complaint. Safe for any
 * thread.
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
    // Asked each time: test runners and shells replace the streams.
    PrintStream out = stdout ? System.out : System.err;
    out.write(line, 0, line.length);
    out.flush();
  }
}
