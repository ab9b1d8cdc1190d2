package shippy.client;

import static java.util.Objects.requireNonNull;

import io.grpc.Attributes;
import io.grpc.InternalConfigSelector;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.NameResolver.ResolutionResult;
import io.grpc.NameResolver.ServiceConfigParser;

/**
 * Which service config a call follows: a service config itself tells methods apart by name only,
 * and the names of those that may be repeated are not known before the calls. Safe for any thread.
 */
final class RetryConfigSelector extends InternalConfigSelector {
  private final ConfigOrError channel;
  private final Result withRetries;
  private final Result withoutRetries;

  /** Tries calls that may be repeated again so many times. */
  RetryConfigSelector(ServiceConfigParser parser, int retries) {
    channel = parser.parseServiceConfig(ServiceConfig.withRetries(retries));
    withRetries = result(channel);
    withoutRetries = result(parser.parseServiceConfig(ServiceConfig.withRetries(0)));
  }

  @Override
  public Result selectConfig(PickSubchannelArgs call) {
    return Idempotency.isRepeatable(call.getMethodDescriptor()) ? withRetries : withoutRetries;
  }

  /** A result that sets the channel's config, and this for its calls. */
  ResolutionResult.Builder resolution() {
    return ResolutionResult.newBuilder()
        .setServiceConfig(channel)
        .setAttributes(Attributes.newBuilder().set(KEY, this).build());
  }

  private static Result result(ConfigOrError parsed) {
    return Result.newBuilder().setConfig(requireNonNull(parsed.getConfig(), "config")).build();
  }
}
