package shippy.registry.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import shippy.clock.DaemonThreads;
import shippy.registry.HostPort;

/**
 * The client of a cluster. It is made at first use, and made anew when it cannot connect: gRPC
 * would wait up to two minutes before it dials again, and fail all calls meanwhile. Safe for any
 * thread.
 */
final class Connection implements AutoCloseable {
  // Below the limit of an operation, so that a silent host is told as that and not as "no answer".
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private final EtcdOptions options;
  private final Supplier<Duration> callLimit;
  // Ours, for jetcd would end its own when a client is replaced, on whose threads that happens.
  private final ExecutorService callers =
      Executors.newCachedThreadPool(DaemonThreads.named("shippy-etcd"));
  private boolean loginUnwanted;
  private boolean closed;
  private @Nullable Client client;

  /** The call limit is for one call to one member. */
  Connection(EtcdOptions options, Supplier<Duration> callLimit) {
    this.options = options;
    this.callLimit = callLimit;
  }

  synchronized Client client() {
    if (closed) {
      throw new IllegalStateException("registry is closed");
    }
    if (client == null) {
      client = builder().build();
    }
    return client;
  }

  /** Others may have replaced it already. What still uses it ends. */
  synchronized void replace(Client worn) {
    if (client == worn) {
      client = null;
      worn.close();
    }
  }

  /**
   * Whether a new login, or doing without, may mend the failure; the client is replaced then.
   *
   * <p>etcd forgets tokens when it restarts, after 5 minutes without use, and when users change.
   */
  synchronized boolean loginAgain(Client used, Attempt failure) {
    boolean unwanted = failure.says("authentication is not enabled");
    boolean stale =
        failure.says("invalid auth token", "revision of auth store is old", "user name is empty");
    if (options.credentials().isEmpty() || !(unwanted || stale)) {
      return false;
    }
    loginUnwanted = unwanted;
    replace(used);
    return true;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      replace(client);
    }
    callers.shutdown();
  }

  ClientBuilder builder() {
    ClientBuilder builder =
        Client.builder()
            .target(target(options))
            .waitForReady(false)
            .connectTimeout(CONNECT_LIMIT)
            .keepaliveTime(Duration.ofSeconds(10))
            .keepaliveTimeout(Duration.ofSeconds(3))
            // Without a call or watch etcd allows a ping in two hours, and hangs up after the
            // third.
            .keepaliveWithoutCalls(false)
            .retryMaxAttempts(0)
            // For starting calls only. Its own pool would be interrupted when it replaces the
            // client.
            .executorService(callers)
            .interceptor(new Tracer(callLimit));
    options.tls().ifPresent(builder::sslContext);
    if (!loginUnwanted) {
      options
          .credentials()
          .ifPresent(c -> builder.user(bytes(c.user())).password(bytes(c.password())));
    }
    return builder;
  }

  /** As {@link ClientBuilder#endpoints} does, which refuses IPv6 and hosts with an underscore. */
  static String target(EtcdOptions options) {
    return options.members().stream()
        .map(HostPort::toString)
        .map(member -> member.replace("[", "%5B").replace("]", "%5D"))
        .collect(Collectors.joining(",", "ip:///", ""));
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }
}
