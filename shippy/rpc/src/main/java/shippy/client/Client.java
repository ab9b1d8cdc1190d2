package shippy.client;

import static java.util.Objects.requireNonNull;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.client.retry.Hedging;
import shippy.client.retry.IdempotentRetryInterceptor;
import shippy.clock.Randomness;
import shippy.clock.TimeOrderedIds;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.Node;

/**
 * Channels to services by name:
 *
 * <pre>{@code
 * try (Client client = Client.open(config)) {
 *   var vessels = VesselServiceGrpc.newBlockingStub(client.channel("shippy.service.vessel"));
 *   System.out.println(vessels.getVessels(GetRequest.getDefaultInstance()));
 * }
 * }</pre>
 *
 * <p>Each call goes to the next instance in turn, among those that are registered, report
 * themselves healthy and list the method, if they list any; if none does, it fails at once with
 * {@code UNIMPLEMENTED}. An instance that is no longer registered is used while its connection
 * holds, and so are all while the registry is away. Calls wait up to 2 s for a known service of
 * which no instance can be reached. A call without a deadline gets {@code client_request_timeout},
 * which covers its retries, and follows changes of it. A call whose method has an {@code
 * idempotency_level} in its proto file is tried again if it ends with {@code UNAVAILABLE}, up to
 * {@code client_retries} times, made once more if it was cut off, and sent to another instance as
 * well if it waits four times longer than nearly all answers took. Any other call reaches an
 * instance at most once; one that never left this process goes to another instance. Calls of {@code
 * IDEMPOTENT} methods carry an {@code idempotency-key}, the same in each repeat. Callbacks of
 * asynchronous stubs run on the event loop and must not block. Safe for any thread.
 */
public final class Client implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Client.class);

  /** The prefix of the key of a channel to one address, which may be any text. */
  private static final String DIRECT = "direct:";

  private final Platform platform;
  private final boolean ownsPlatform;
  private final Consumer<NettyChannelBuilder> customization;
  private final CallDefaults settings;
  private final TimeOrderedIds keys;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final Map<String, Hedging> hedging = new ConcurrentHashMap<>();

  private Client(
      Platform platform, boolean ownsPlatform, Consumer<NettyChannelBuilder> customization) {
    this.platform = platform;
    this.ownsPlatform = ownsPlatform;
    this.customization = customization;
    this.settings = new CallDefaults(platform);
    this.keys = new TimeOrderedIds(platform.clock(), Randomness.fast());
  }

  /** A client on a platform of the caller's, which stays open. */
  public static Client of(Platform platform) {
    return of(platform, channel -> {});
  }

  /** The same, with channels that are changed before they are made. */
  public static Client of(Platform platform, Consumer<NettyChannelBuilder> customization) {
    return new Client(requireNonNull(platform, "platform"), false, customization);
  }

  /** A client with a platform of its own. */
  public static Client open(Config config) {
    return new Client(Platform.open(requireNonNull(config, "config")), true, channel -> {});
  }

  /**
   * A channel to the instances of a service. Returns at once and starts looking for them; a call
   * waits for the first answer of the registry and fails with {@code UNAVAILABLE} if there is none.
   * The cause of that status is a {@link shippy.problem.ProblemException} that tells more.
   */
  public Channel channel(String service) {
    return explained(open("shippy:" + path(requireNonNull(service, "service")), service));
  }

  /** A channel to one address, without the registry. */
  public Channel direct(HostPort address) {
    return open(DIRECT + requireNonNull(address, "address"), "");
  }

  /**
   * A channel to one instance and no other. If its address cannot be called, every call fails with
   * {@code UNAVAILABLE}, which says why.
   */
  public Channel direct(Node node) {
    return explained(open(DIRECT + requireNonNull(node, "node").address(), node.service()));
  }

  /** Ends all calls and closes the channels, which takes milliseconds. Idempotent. */
  @Override
  public void close() {
    settings.close();
    channels.values().forEach(ManagedChannel::shutdownNow);
    channels.values().forEach(Client::awaitTermination);
    if (ownsPlatform) {
      platform.close();
    }
  }

  /** Waits, because a channel that still reconnects must not use a closed event loop. */
  private static void awaitTermination(ManagedChannel channel) {
    try {
      if (!channel.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.debug("channel did not end in time: {}", channel);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Channel open(String target, String service) {
    ManagedChannel channel = channels.computeIfAbsent(target, this::build);
    channel.getState(true);
    return ClientInterceptors.intercept(
        channel, // the innermost interceptor first
        new IdempotentRetryInterceptor(
            target.startsWith(DIRECT)
                ? null
                : hedging.computeIfAbsent(target, added -> new Hedging(platform.clock()))),
        new CallDefaultsInterceptor(service, settings, keys),
        platform.monitor().client());
  }

  private Channel explained(Channel channel) {
    Optional<Problem> advice = platform.registry().unreachableNodes();
    return advice.isEmpty()
        ? channel
        : ClientInterceptors.intercept(channel, new UnreachableNodesInterceptor(advice.get()));
  }

  private ManagedChannel build(String target) {
    boolean direct = target.startsWith(DIRECT);
    NettyChannelBuilder channel = platform.channel(direct ? "shippy:///" : target);
    customization.accept(channel);
    if (direct) {
      return channel
          .setNameResolverArg(AddressResolver.ADDRESS, target.substring(DIRECT.length()))
          .build();
    }
    return channel
        .setNameResolverArg(RegistryNameResolver.REGISTRY, platform.registry())
        .setNameResolverArg(RegistryNameResolver.DEFAULTS, settings)
        .setNameResolverArg(RegistryNameResolver.ON_NEW_SET, () -> reconnect(target))
        .build();
  }

  private void reconnect(String target) {
    Optional.ofNullable(channels.get(target)).ifPresent(ManagedChannel::resetConnectBackoff);
  }

  private static String path(String service) {
    try {
      return "//" + new URI(null, null, "/" + service, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "service: \"%s\" (expected: a service name)".formatted(service), e);
    }
  }
}
