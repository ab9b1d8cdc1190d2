package shippy.client.retry;

import static java.util.Objects.requireNonNull;

import io.grpc.CallOptions;
import java.time.Duration;
import shippy.config.MethodConfig;

/**
 * What the settings say of one call. It is taken once, as the call begins, and carried in its
 * options: whatever is done for the call follows one version of the settings.
 *
 * @param timeout counts from its beginning, for calls without a deadline
 * @param retries how often it is tried again, if its method may be repeated
 * @param breaker whether a circuit breaker is around it
 */
public record CallPolicy(Duration timeout, int retries, boolean breaker) {
  /** Of calls without one: they are not tried again. */
  public static final CallOptions.Key<CallPolicy> KEY =
      CallOptions.Key.createWithDefault("shippy-call", new CallPolicy(Duration.ZERO, 0, false));

  public CallPolicy {
    requireNonNull(timeout, "timeout");
  }

  /** This one, where a method or service does not differ. */
  public CallPolicy with(MethodConfig stronger) {
    return new CallPolicy(
        stronger.timeout().orElse(timeout),
        stronger.retries().orElse(retries),
        stronger.breaker().orElse(breaker));
  }
}
