package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** {@code GET /events}: the state of everything once a second, as server-sent events. */
final class Events {
  private static final int FRAMES_A_COMMENT = 10;

  private final Feed feed;

  Events(Feed feed) {
    this.feed = feed;
  }

  void handle(Incoming in) throws IOException {
    in.requireMethod("GET");
    if (in.isHead()) {
      in.stream(200, "text/event-stream").close();
      return;
    }
    feed.join();
    try (OutputStream out = in.stream(200, "text/event-stream")) {
      send(out, "retry: 1000\n\n");
      Feed.Frame frame = feed.after(0);
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

  private static String text(Feed.Frame frame) {
    String comment = frame.number() % FRAMES_A_COMMENT == 0 ? ": still there\n\n" : "";
    return comment + "event: state\ndata: " + frame.json() + "\n\n";
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
