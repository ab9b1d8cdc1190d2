package shippy.client.retry;

import static java.util.Objects.requireNonNull;

import io.grpc.Attributes;
import io.grpc.InternalConfigSelector;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.NameResolver.ResolutionResult;
import io.grpc.NameResolver.ServiceConfigParser;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the service config of a call by the retries that it has taken from the settings. A
 * service config selects methods by name only, and the names of the repeatable ones are not known
 * before they are called. Safe for any thread.
 */
public final class RetryConfigSelector extends InternalConfigSelector {
  private static final int MOST_RETRIES = 4;

  private final ServiceConfigParser parser;
  private final List<Result> byRetries;

  public RetryConfigSelector(ServiceConfigParser parser) {
    this.parser = parser;
    byRetries =
        IntStream.rangeClosed(0, MOST_RETRIES)
            .mapToObj(retries -> parser.parseServiceConfig(ServiceConfig.ofCalls(retries)))
            .map(RetryConfigSelector::result)
            .toList();
  }

  @Override
  public Result selectConfig(PickSubchannelArgs call) {
    boolean repeatable = Idempotency.isRepeatable(call.getMethodDescriptor());
    return byRetries.get(
        repeatable ? call.getCallOptions().getOption(CallPolicy.KEY).retries() : 0);
  }

  /**
   * A result that sets the channel's config and makes this object choose for its calls.
   *
   * @param balancer the name of the policy among the instances
   */
  public ResolutionResult.Builder resolution(String balancer) {
    return ResolutionResult.newBuilder()
        .setServiceConfig(parser.parseServiceConfig(ServiceConfig.ofChannel(balancer)))
        .setAttributes(Attributes.newBuilder().set(KEY, this).build());
  }

  private static Result result(ConfigOrError parsed) {
    return Result.newBuilder().setConfig(requireNonNull(parsed.getConfig(), "config")).build();
  }
}
