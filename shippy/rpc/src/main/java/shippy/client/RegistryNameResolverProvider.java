package shippy.client;

import static java.util.Objects.requireNonNull;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import shippy.client.retry.RetryConfigSelector;

/**
 * The scheme {@code shippy:///<service>}, also for single addresses, of channels made by {@link
 * Client}; gRPC finds it.
 */
public final class RegistryNameResolverProvider extends NameResolverProvider {
  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return 4; // below dns, which stays the scheme of targets without one
  }

  @Override
  public String getDefaultScheme() {
    return "shippy";
  }

  @Override
  public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
    if (!"shippy".equals(target.getScheme())) {
      return null;
    }
    @Nullable String address = args.getArg(AddressResolver.ADDRESS);
    if (address != null) {
      return new AddressResolver(address, args);
    }
    String service = target.getPath().substring(1);
    return new RegistryNameResolver(
        service,
        madeByClient(args.getArg(RegistryNameResolver.REGISTRY)),
        args,
        new RetryConfigSelector(args.getServiceConfigParser()),
        madeByClient(args.getArg(RegistryNameResolver.DEFAULTS)),
        madeByClient(args.getArg(RegistryNameResolver.ON_NEW_SET)));
  }

  private static <T> T madeByClient(@Nullable T argument) {
    return requireNonNull(argument, "shippy: channels are made by Client");
  }
}
