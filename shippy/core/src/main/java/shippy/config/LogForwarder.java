package shippy.config;

import java.time.Instant;
import java.util.Map;

/** Sends log events to a receiver, beside the local log. Safe for any thread. */
public interface LogForwarder extends AutoCloseable {
  /** Takes an event and returns at once, whether the receiver answers or not. */
  void forward(Instant time, Map<String, String> fields);

  /** Waits up to a second until what it took has arrived. Idempotent. */
  @Override
  void close();
}
