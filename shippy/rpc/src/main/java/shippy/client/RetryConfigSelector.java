package shippy.client;

import static java.util.Objects.requireNonNull;

import io.grpc.Attributes;
import io.grpc.InternalConfigSelector;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.NameResolver.ResolutionResult;
import io.grpc.NameResolver.ServiceConfigParser;

/**
 * Chooses the service config of a call. A service config selects methods by name only, and the
 * names of the repeatable ones are not known before they are called. Safe for any thread.
 */
final class RetryConfigSelector extends InternalConfigSelector {
  private final ConfigOrError channel;
  private final Result withRetries;
  private final Result withoutRetries;

  /** Repeats repeatable calls up to so many times. */
  RetryConfigSelector(ServiceConfigParser parser, int retries) {
    channel = parser.parseServiceConfig(ServiceConfig.withRetries(retries));
    withRetries = result(channel);
    withoutRetries = result(parser.parseServiceConfig(ServiceConfig.withRetries(0)));
  }

  @Override
  public Result selectConfig(PickSubchannelArgs call) {
    return Idempotency.isRepeatable(call.getMethodDescriptor()) ? withRetries : withoutRetries;
  }

  /** A result that sets the channel's config and makes this object choose for its calls. */
  ResolutionResult.Builder resolution() {
    return ResolutionResult.newBuilder()
        .setServiceConfig(channel)
        .setAttributes(Attributes.newBuilder().set(KEY, this).build());
  }

  private static Result result(ConfigOrError parsed) {
    return Result.newBuilder().setConfig(requireNonNull(parsed.getConfig(), "config")).build();
  }
}
