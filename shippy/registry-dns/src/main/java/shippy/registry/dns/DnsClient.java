package shippy.registry.dns;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import shippy.clock.DaemonThreads;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.RegistryException;

/**
 * Asks the name server that answered last, then the others. Opens its socket at the first use. Safe
 * for any thread.
 */
final class DnsClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMillis(1_200);
  private static final int ATTEMPTS = 2;

  /** What passes everywhere in one piece; a longer answer is asked for again by TCP. */
  private static final int UDP_BYTES = 1_232;

  private final DnsAddress address;
  private final Map<Object, CompletableFuture<DnsAnswer>> pending = new ConcurrentHashMap<>();
  private volatile int answering;
  private @Nullable EventLoopGroup loop;
  private @Nullable DnsNameResolver resolver;

  DnsClient(DnsAddress address) {
    this.address = address;
  }

  /**
   * The records of a name; none if there is no such name.
   *
   * @return fails with {@link RegistryException} if no server answers or none can tell
   */
  CompletableFuture<DnsAnswer> ask(String name, DnsRecordType type) {
    CompletableFuture<DnsAnswer> answer = new CompletableFuture<>();
    Object key = new Object();
    pending.put(key, answer);
    var unused = answer.whenComplete((done, error) -> pending.remove(key));
    attempt(name, type, answering, 1, answer);
    return answer;
  }

  private void attempt(
      String name, DnsRecordType type, int at, int number, CompletableFuture<DnsAnswer> answer) {
    List<InetSocketAddress> servers = address.servers();
    InetSocketAddress server = servers.get(at);
    resolver()
        .query(server, new DefaultDnsQuestion(name, type))
        .addListener(
            (Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> done) -> {
              try {
                answer.complete(read(done));
                answering = at;
              } catch (RuntimeException e) {
                if (number < Math.max(ATTEMPTS, servers.size())) {
                  attempt(name, type, (at + 1) % servers.size(), number + 1, answer);
                } else {
                  answer.completeExceptionally(unanswered(name, type, server, e));
                }
              }
            });
  }

  /** Nothing is said by a code that is no answer, nor by a part of one. */
  private static DnsAnswer read(Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> done) {
    if (!done.isSuccess()) {
      throw new IllegalStateException(
          "no answer within %d ms".formatted(LIMIT.toMillis()), done.cause());
    }
    AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = done.getNow();
    try {
      DnsResponseCode code = envelope.content().code();
      if (!code.equals(DnsResponseCode.NOERROR) && !code.equals(DnsResponseCode.NXDOMAIN)) {
        throw new ErrorCodeException(code);
      }
      if (envelope.content().isTruncated()) {
        throw new IllegalStateException("truncated, and no answer by TCP");
      }
      return DnsAnswer.of(envelope.content());
    } finally {
      envelope.release();
    }
  }

  private RegistryException unanswered(
      String name, DnsRecordType type, InetSocketAddress server, RuntimeException why) {
    boolean refused = why instanceof ErrorCodeException;
    String what = refused ? "the name server cannot tell" : "no name server answers";
    return new RegistryException(
        Problem.of(
                ExitCode.UNAVAILABLE,
                "%s: cannot find %s records of %s".formatted(what, type.name(), name))
            .withFact("%s: %s".formatted(DnsAddress.text(server), why.getMessage()))
            .withLikely(
                refused
                    ? "it does not serve this domain, or its own source of names is down"
                    : "the name server is down, or not this one")
            .withFix("dig %s %s".formatted(type.name(), name), "what does it say?")
            .withFix("--registry_address=dns://SERVER/DOMAIN", "ask another one"),
        why);
  }

  private synchronized DnsNameResolver resolver() {
    if (resolver == null) {
      loop =
          new MultiThreadIoEventLoopGroup(
              1, DaemonThreads.named("shippy-dns-io"), NioIoHandler.newFactory());
      resolver =
          new DnsNameResolverBuilder(loop.next())
              .datagramChannelType(NioDatagramChannel.class)
              .socketChannelType(NioSocketChannel.class)
              .queryTimeoutMillis(LIMIT.toMillis())
              .maxPayloadSize(UDP_BYTES)
              .build();
    }
    return resolver;
  }

  /** An answer that is an error, such as {@code REFUSED(5)}. */
  private static final class ErrorCodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ErrorCodeException(DnsResponseCode code) {
      super(code.toString());
    }
  }

  @Override
  public synchronized void close() {
    if (resolver != null && loop != null) {
      resolver.close();
      var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      // Netty forgets them.
      IllegalStateException closed = new IllegalStateException("registry is closed");
      pending.values().forEach(answer -> answer.completeExceptionally(closed));
    }
  }
}
