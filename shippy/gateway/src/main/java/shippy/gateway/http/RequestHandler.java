package shippy.gateway.http;

import java.io.IOException;

/** Answers requests that were let in. */
public interface RequestHandler {
  /** The kind of permit that the request takes while it is answered. */
  RequestLimiter.Kind kind(HttpExchange in);

  /**
   * Answers, or begins to, without waiting for anything; runs on an event loop. False, with nothing
   * done, if it would have to wait.
   */
  boolean handleAtOnce(HttpExchange in) throws IOException;

  /** The same, and may wait. */
  void handle(HttpExchange in) throws IOException;
}
