package shippy.gateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;

/**
 * {@code GET /health}: 200 if the registry answers and every instance in it serves, else 503. An
 * instance that is no longer registered is no fault: it may have been stopped. What it tells was
 * looked at within the last second, or half a minute ago at most if a look takes long.
 */
final class HealthPath {
  private final LatestLook looks;

  HealthPath(LatestLook looks) {
    this.looks = looks;
  }

  void handle(Incoming in) throws IOException {
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
    in.answer(Answer.json(well ? 200 : 503, json));
  }

  private static boolean isWell(String health) {
    return health.equals(Health.SERVING.word())
        || health.equals(Health.LOST.word())
        || health.equals(Health.STOPPED.word());
  }
}
