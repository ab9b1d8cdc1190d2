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
    if (!feed.join()) {
      throw HttpFault.of(
          503, "too many watch already (expected: at most %d)".formatted(Limits.EVENT_CLIENTS));
    }
    try (OutputStream out = in.stream(200, "text/event-stream")) {
      send(in, out, "retry: 1000\n\n");
      Feed.Frame frame = feed.after(0);
      while (!feed.isClosed()) {
        send(in, out, text(frame));
        in.allow(Limits.LONGEST_CALL);
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

  private static void send(Incoming in, OutputStream out, String text) throws IOException {
    in.allow(Limits.DELIVERY);
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
