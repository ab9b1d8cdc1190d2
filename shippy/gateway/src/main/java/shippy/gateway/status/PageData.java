package shippy.gateway.status;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Optional;
import shippy.clock.Clock;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.TextResponse;

/**
 * What the page reads besides {@code /events}: {@code GET /page/traces}, all that are kept, and
 * {@code GET /page/history?of=NAME}, the last 15 minutes of services or of an instance.
 */
public final class PageData {
  /** A value that is not known is a null in its list. */
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  private record Kept(List<SystemStatus.Trace> traces) {}

  private final StatusCollector collector;
  private final Clock clock;

  public PageData(StatusCollector collector, Clock clock) {
    this.collector = collector;
    this.clock = clock;
  }

  /** Whether the path is one of these. */
  public static boolean suits(List<String> path) {
    return path.equals(List.of("page", "traces")) || path.equals(List.of("page", "history"));
  }

  public void handle(HttpExchange in) {
    in.requireMethod("GET");
    Object answer = in.path().get(1).equals("traces") ? new Kept(collector.traces()) : chart(in);
    in.answer(TextResponse.json(200, GSON.toJson(answer)).with("Cache-Control", "no-store"));
  }

  private CallHistory.Chart chart(HttpExchange in) {
    List<String> names =
        Optional.ofNullable(in.query().values().get("of")).orElseGet(collector::services);
    return collector.history().chart(clock.now().toEpochMilli(), names);
  }
}
