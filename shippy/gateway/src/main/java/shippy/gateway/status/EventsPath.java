package shippy.gateway.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import shippy.gateway.http.HttpExchange;

/** {@code GET /events}: the state of everything once a second, as server-sent events. */
public final class EventsPath {
  private static final int LOOKS_A_COMMENT = 10;

  private final StatusCache looks;

  public EventsPath(StatusCache looks) {
    this.looks = looks;
  }

  public void handle(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    if (in.isHead()) {
      in.stream(200, "text/event-stream").close();
      return;
    }
    looks.join();
    try (OutputStream out = in.stream(200, "text/event-stream")) {
      out.write("retry: 1000\n\n".getBytes(UTF_8));
      Optional<StatusCache.Look> look = looks.after(0);
      while (look.isPresent()) {
        out.write(text(look.get()).getBytes(UTF_8));
        look = looks.after(look.get().number());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      looks.leave();
    }
  }

  private static String text(StatusCache.Look look) {
    String comment = look.number() % LOOKS_A_COMMENT == 0 ? ": still there\n\n" : "";
    return comment + "event: state\ndata: " + look.json() + "\n\n";
  }
}
