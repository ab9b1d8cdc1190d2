package shippy.gateway.status;

import java.io.IOException;
import java.util.List;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.TextResponse;

/**
 * {@code GET /health}: 200 if the registry answers and every instance in it serves, else 503. An
 * instance that is no longer registered does not count: it may have been stopped. The answer is a
 * second old at most, or half a minute if a look takes long.
 */
public final class HealthPath {
  private record Health(
      String status, SystemStatus.Registry registry, List<SystemStatus.Service> services) {}

  private final StatusCache looks;

  public HealthPath(StatusCache looks) {
    this.looks = looks;
  }

  public void handle(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    SystemStatus status =
        looks
            .recent()
            .orElseThrow(
                () ->
                    HttpFault.of(503, "no look at the instances has ended yet")
                        .hint("try again in a second"));
    boolean well =
        status.registry().alive() > 0
            && status.services().stream()
                .flatMap(service -> service.nodes().stream())
                .allMatch(node -> node.state().isGone() || node.state() == InstanceState.SERVING);
    String word = well ? "serving" : "not_serving";
    in.answer(
        TextResponse.json(
            well ? 200 : 503, new Health(word, status.registry(), status.services())));
  }
}
