package shippy.gateway.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.ResponseStream;

/**
 * {@code GET /events}: the state of everything once a second, as server-sent events. A client that
 * has not taken an event yet misses those that come meanwhile.
 */
public final class EventsPath {
  private static final ByteBuffer BEGINNING = UTF_8.encode("retry: 1000\n\n");

  private final StatusCache looks;

  public EventsPath(StatusCache looks) {
    this.looks = looks;
  }

  public void handle(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    ResponseStream out = in.stream(200, "text/event-stream");
    if (in.isHead()) {
      out.close();
      return;
    }
    looks.join();
    CompletableFuture<Void> end = new CompletableFuture<>();
    in.lasts(
        end.whenComplete(
            (none, gone) -> {
              looks.leave();
              out.close();
            }));
    send(out, BEGINNING, 0, end);
  }

  /** Sends this and then each look after that number, until there are no more. */
  private void send(
      ResponseStream out, ByteBuffer event, long number, CompletableFuture<Void> end) {
    var unused =
        out.send(event)
            .thenCompose(sent -> looks.after(number))
            .whenComplete(
                (next, gone) -> {
                  if (gone != null) {
                    end.completeExceptionally(gone);
                  } else {
                    next.ifPresentOrElse(
                        look -> send(out, look.event(), look.number(), end),
                        () -> end.complete(null));
                  }
                });
  }
}
