package shippy.gateway.call;

import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.invoke.Method;

/**
 * Decides which methods GET may call. Links, crawlers and pages of other sites send GET, so it must
 * not call a method with side effects.
 *
 * @param undeclared whether a method that declares no idempotency level may be called
 */
public record GetRule(boolean undeclared) {
  public void check(HttpExchange in, Method method) {
    if (!in.method().equals("GET") || method.safe()) {
      return;
    }
    if (method.idempotent()) {
      throw refusal(in, method.endpoint() + " is declared IDEMPOTENT, so it has side effects")
          .hint("send it by POST: curl -d '{…}' URL");
    }
    if (!undeclared) {
      throw refusal(
              in,
              method.endpoint()
                  + " declares no idempotency_level, and other machines reach this gateway")
          .hint(
              "send it by POST: curl -d '{…}' URL; or declare idempotency_level = NO_SIDE_EFFECTS"
                  + " in the proto file, or start the gateway with --enable_get");
    }
  }

  private static HttpFault refusal(HttpExchange in, String why) {
    in.answerHeaders().set("Allow", "POST");
    return HttpFault.of(405, "method: %s: %s (expected: POST)".formatted(in.rawMethod(), why));
  }
}
