package shippy.gateway.status;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.TextResponse;

/**
 * {@code GET /health}: 200 if the registry answers and every instance in it serves, else 503. An
 * instance that is no longer registered is no fault: it may have been stopped. What it tells was
 * looked at within the last second, or half a minute ago at most if a look takes long.
 */
public final class HealthPath {
  private final StatusCache looks;

  public HealthPath(StatusCache looks) {
    this.looks = looks;
  }

  public void handle(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    JsonObject state =
        looks
            .recent()
            .orElseThrow(
                () ->
                    HttpFault.of(503, "no look at the instances has ended yet")
                        .hint("try again in a second"));
    JsonObject registry = state.getAsJsonObject("registry");
    boolean well = registry.get("alive").getAsInt() > 0;
    for (JsonElement service : state.getAsJsonArray("services")) {
      for (JsonElement node : service.getAsJsonObject().getAsJsonArray("nodes")) {
        well &= isWell(node.getAsJsonObject().get("state").getAsString());
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty("status", well ? "serving" : "not_serving");
    json.add("registry", registry);
    json.add("services", state.get("services"));
    in.answer(TextResponse.json(well ? 200 : 503, json));
  }

  private static boolean isWell(String health) {
    return health.equals(InstanceState.SERVING.word())
        || health.equals(InstanceState.LOST.word())
        || health.equals(InstanceState.STOPPED.word());
  }
}
