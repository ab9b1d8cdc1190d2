package shippy.invoke;

import static java.util.Objects.requireNonNull;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.JsonContentType;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import shippy.client.Client;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.telemetry.PeerAddress;

/**
 * Calls any service by name with JSON. Schemas come from the reflection of one of its instances and
 * are kept for a minute, or until its version changes. Methods that none describes are those that
 * the registry lists; they are called with JSON on the wire, as go-micro's own tools do. {@link
 * Client} chooses the instance and retries. Memory and time are bounded, whatever a service, a
 * schema or a request holds.
 *
 * <p>Failures are {@link ProblemException}s: code {@code UNAVAILABLE} if the service is not there
 * or the registry does not answer, {@code USAGE} if there is no such method, {@code BAD_INPUT} if
 * the request is not of the method's type. A failed call itself is a {@link
 * StatusRuntimeException}, a {@link FailedCall} if it is known who failed. Safe for any thread.
 */
public final class Invoker implements AutoCloseable {
  private final Platform platform;
  private final Client client;
  private final Client jsonClient;
  private final Map<String, WatchedService> services = new ConcurrentHashMap<>();
  private final Map<Target, Channel> channels = new ConcurrentHashMap<>();

  private record Target(String service, boolean json) {}

  private Invoker(Platform platform) {
    this.platform = platform;
    this.client = Client.of(platform);
    this.jsonClient = Client.of(platform, JsonContentType::enable);
  }

  /** An invoker that leaves the platform open. */
  public static Invoker of(Platform platform) {
    return new Invoker(requireNonNull(platform, "platform"));
  }

  /**
   * The methods of the service. Blocks if they are not known yet, for up to {@code
   * client_request_timeout} for each instance asked.
   */
  public ServiceSchema schema(String service) {
    WatchedService instances = instances(service);
    try {
      return instances.schema();
    } catch (ProblemException e) {
      forgetIfAbsent(service, instances);
      throw e;
    }
  }

  /** The same if they are known; does not block. */
  public Optional<ServiceSchema> known(String service) {
    return Optional.ofNullable(services.get(service)).flatMap(WatchedService::fresh);
  }

  /**
   * The methods of the instance at that address, which are not kept. Asks the registry only if the
   * instance has no reflection: it may list them.
   */
  public ServiceSchema schema(String service, HostPort address) {
    Duration limit = platform.config().get(Settings.CLIENT_REQUEST_TIMEOUT);
    try (Client once = Client.of(platform)) {
      return Reflection.read(once.direct(address), limit)
          .map(found -> ServiceSchema.of(service, "", found))
          .orElseGet(() -> listed(service, address));
    }
  }

  private ServiceSchema listed(String service, HostPort address) {
    Optional<Node> node;
    try {
      node =
          nodes(service).stream()
              .filter(one -> one.addressFault().isEmpty() && one.hostPort().equals(address))
              .findFirst();
    } catch (ProblemException e) {
      throw Reflection.none(List.of(address.toString())).problem().toException(e);
    }
    return node.filter(one -> !one.endpoints().isEmpty())
        .map(one -> schema(service).of(one))
        .orElseThrow(() -> Reflection.none(List.of(address.toString())));
  }

  /** {@code schema(service).method(name)}. */
  public Method method(String service, String name) {
    return schema(service).method(name);
  }

  /** The instances of the service that the registry knows, in its order. */
  public List<Node> nodes(String service) {
    WatchedService instances = instances(service);
    List<Node> nodes = instances.nodes();
    forgetIfAbsent(service, instances);
    return nodes;
  }

  /** Whether the service had an instance at any time since it was first asked for here. */
  public boolean knows(String service) {
    WatchedService instances = services.get(service);
    return instances != null && !instances.isUnknown();
  }

  /**
   * Checks a request without a call.
   *
   * @throws ProblemException with code {@code BAD_INPUT} as the call would
   */
  public void check(Method method, String json) {
    byte[] unused = method.messages().write(json);
  }

  /** A unary call; blocks until the answer is there. An empty request is {@code {}}. */
  public Reply call(Method method, String json, CallOptions options) {
    method.requireUnary();
    byte[] request = method.messages().write(json);
    Peer peer = new Peer();
    try {
      byte[] answer =
          ClientCalls.blockingUnaryCall(
              channel(method, options, peer), method.rpc(), deadline(options), request);
      return new Reply(
          method.messages().read(answer), node(method, peer), peer.headers(), peer.trailers());
    } catch (StatusRuntimeException e) {
      throw new FailedCall(e, node(method, peer));
    }
  }

  /**
   * The same without waiting and without headers and trailers. It is cancelled with the gRPC
   * context of this thread. What follows the answer runs on an event loop and must not block.
   *
   * @param large runs what follows a large answer
   * @throws ProblemException with code {@code BAD_INPUT} as the call would
   */
  public CompletableFuture<Reply> begin(
      Method method, String json, CallOptions options, Executor large) {
    method.requireUnary();
    byte[] request = method.messages().write(json);
    return new UnaryCall(channel(method, options), method.rpc(), deadline(options), large)
        .begin(headers(method, options), request)
        .thenApply(ended -> reply(method, ended));
  }

  private Reply reply(Method method, UnaryCall ended) {
    String node = node(method, ended.address());
    if (ended.failure().isPresent()) {
      throw new FailedCall(ended.failure().get(), node);
    }
    return new Reply(method.messages().read(ended.answer()), node, Map.of(), Map.of());
  }

  /**
   * A call with many answers. Blocks until the last one, and hands each out as JSON on this thread.
   * If the thread is interrupted or {@code each} throws, the call is cancelled.
   *
   * @return the id of the instance that answered, else its address
   */
  public String stream(Method method, String json, CallOptions options, Consumer<String> each) {
    method.requireOneRequest();
    byte[] request = method.messages().write(json);
    Peer peer = new Peer();
    Context.CancellableContext context = Context.current().withCancellation();
    Context previous = context.attach();
    try {
      Iterator<byte[]> answers =
          ClientCalls.blockingServerStreamingCall(
              channel(method, options, peer), method.rpc(), deadline(options), request);
      while (answers.hasNext()) {
        each.accept(method.messages().read(answers.next()));
      }
      return node(method, peer);
    } catch (StatusRuntimeException e) {
      throw new FailedCall(e, node(method, peer));
    } finally {
      context.detach(previous);
      context.cancel(null);
    }
  }

  /**
   * A call with a stream of requests, each JSON. Blocks until it ends, and hands each answer out on
   * this thread. The requests are read on another one, as the service takes them.
   *
   * @return the id of the instance that answered, else its address
   * @throws ProblemException with code {@code BAD_INPUT} if a request is not of the method's type
   */
  public String stream(
      Method method, Iterator<String> requests, CallOptions options, Consumer<String> each) {
    Peer peer = new Peer();
    Iterator<byte[]> written =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return requests.hasNext();
          }

          @Override
          public byte[] next() {
            return method.messages().write(requests.next());
          }
        };
    try {
      new RequestStream(channel(method, options, peer), method.rpc(), deadline(options))
          .run(written, answer -> each.accept(method.messages().read(answer)));
      return node(method, peer);
    } catch (StatusRuntimeException e) {
      throw new FailedCall(e, node(method, peer));
    }
  }

  private Channel channel(Method method, CallOptions options, Peer peer) {
    return ClientInterceptors.intercept(
        channel(method, options),
        peer,
        MetadataUtils.newAttachHeadersInterceptor(headers(method, options)));
  }

  /** Those by name are kept: to look for one costs as much as to send a small request. */
  private Channel channel(Method method, CallOptions options) {
    Client by = isJson(method) ? jsonClient : client;
    return options.address().isPresent()
        ? by.direct(options.address().get())
        : channels.computeIfAbsent(
            new Target(method.service(), isJson(method)), to -> by.channel(to.service()));
  }

  private static Metadata headers(Method method, CallOptions options) {
    Metadata headers = RequestMetadata.of(options.metadata());
    if (isJson(method)) {
      headers.put(JsonContentType.ASKED, JsonContentType.JSON);
    }
    return headers;
  }

  private static boolean isJson(Method method) {
    return method.messages() instanceof ListedMessages;
  }

  private static io.grpc.CallOptions deadline(CallOptions options) {
    io.grpc.CallOptions plain = io.grpc.CallOptions.DEFAULT;
    return options.timeout().isEmpty()
        ? plain
        : plain.withDeadlineAfter(options.timeout().get().toNanos(), TimeUnit.NANOSECONDS);
  }

  private String node(Method method, Peer peer) {
    return node(method, peer.address());
  }

  private String node(Method method, Optional<SocketAddress> address) {
    WatchedService known = services.get(method.service());
    return address.map(at -> known == null ? PeerAddress.text(at) : known.idOf(at)).orElse("");
  }

  private WatchedService instances(String service) {
    return services.computeIfAbsent(service, name -> new WatchedService(name, platform));
  }

  /** Names of services that do not exist must not pile up. */
  private void forgetIfAbsent(String service, WatchedService instances) {
    if (instances.isUnknown() && services.remove(service, instances)) {
      instances.close();
    }
  }

  /** Ends all calls. Idempotent. */
  @Override
  public void close() {
    services.values().forEach(WatchedService::close);
    client.close();
    jsonClient.close();
  }
}
