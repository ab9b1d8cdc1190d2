package shippy.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every request comes in here and leaves with an answer, whatever happens. */
final class Front implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  private final Door door;
  private final Paging paging;
  private final Patience patience;
  private final Semaphore free;

  /** What a request is for, once it is let in. */
  @FunctionalInterface
  interface Paging {
    void handle(Incoming in) throws IOException;
  }

  Front(Door door, Paging paging, Patience patience, int calls) {
    this.door = door;
    this.paging = paging;
    this.patience = patience;
    this.free = new Semaphore(calls);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Incoming in = new Incoming(exchange, patience);
    try {
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      door.check(in);
      admit(in);
    } catch (IOException e) {
      LOG.debug("client left, or was too slow: {}", exchange.getRemoteAddress(), e);
      in.abort();
    } catch (RuntimeException | Error e) {
      fail(in, e);
    }
  }

  /** Those who watch are counted by themselves. */
  private void admit(Incoming in) throws IOException {
    if (Dispatch.watches(in)) {
      paging.handle(in);
      return;
    }
    if (!free.tryAcquire()) {
      throw HttpFault.of(503, "too many requests at once").hint("try again in a second");
    }
    try {
      paging.handle(in);
    } finally {
      free.release();
    }
  }

  private static void fail(Incoming in, Throwable failure) throws IOException {
    HttpFault fault = Faults.of(failure);
    if (in.isAnswered()) {
      in.abort();
    } else {
      Thread.interrupted(); // of a call that took too long; the answer needs the connection
      in.answer(Answer.of(fault));
    }
  }
}
