package shippy.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/**
 * java.util.logging makes it when a library first logs there. A program that logs nothing itself
 * has no logging back end at that time, and the JDK's handler would write to standard error in its
 * own format.
 */
public final class JulConfiguration {
  public JulConfiguration() throws IOException {
    String text = "handlers=%s%n.level=INFO%n".formatted(Starter.class.getName());
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
  }

  /** Starts the logging back end, which replaces this handler by its own. */
  public static final class Starter extends Handler {
    @Override
    public void publish(LogRecord record) {
      LoggerFactory.getILoggerFactory();
      for (Handler handler : LogManager.getLogManager().getLogger("").getHandlers()) {
        if (handler != this) {
          handler.publish(record);
        }
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
