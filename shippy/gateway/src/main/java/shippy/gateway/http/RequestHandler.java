package shippy.gateway.http;

import java.io.IOException;

/** Answers a request that was let in. */
@FunctionalInterface
public interface RequestHandler {
  void handle(HttpExchange in) throws IOException;
}
