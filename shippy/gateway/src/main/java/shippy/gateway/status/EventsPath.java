package shippy.gateway.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import shippy.gateway.http.HttpExchange;

/** {@code GET /events}: the state of everything once a second, as server-sent events. */
public final class EventsPath {
  private static final int FRAMES_A_COMMENT = 10;

  private final StatusFeed feed;

  public EventsPath(StatusFeed feed) {
    this.feed = feed;
  }

  public void handle(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    if (in.isHead()) {
      in.stream(200, "text/event-stream").close();
      return;
    }
    feed.join();
    try (OutputStream out = in.stream(200, "text/event-stream")) {
      send(out, "retry: 1000\n\n");
      StatusFeed.Frame frame = feed.after(0);
      while (!feed.isClosed()) {
        send(out, text(frame));
        frame = feed.after(frame.number());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      feed.leave();
    }
  }

  private static String text(StatusFeed.Frame frame) {
    String comment = frame.number() % FRAMES_A_COMMENT == 0 ? ": still there\n\n" : "";
    return comment + "event: state\ndata: " + frame.json() + "\n\n";
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
