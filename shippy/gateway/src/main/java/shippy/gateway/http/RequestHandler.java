package shippy.gateway.http;

import java.io.IOException;

/** Answers requests that were let in. */
public interface RequestHandler {
  /** The kind of permit that the request takes while it is answered. */
  RequestLimiter.Kind kind(HttpExchange in);

  void handle(HttpExchange in) throws IOException;
}
