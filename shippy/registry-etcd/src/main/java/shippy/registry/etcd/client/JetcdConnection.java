package shippy.registry.etcd.client;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import shippy.registry.HostPort;
import shippy.registry.etcd.format.EtcdKeys;

/**
 * The client of a cluster. It is created at first use, and again when it cannot connect: gRPC would
 * wait up to two minutes before it connects again, and all calls would fail meanwhile. Safe for any
 * thread.
 */
final class JetcdConnection implements AutoCloseable {
  // Below the limit of an operation, so that a silent host is reported as such and not as "no
  // answer".
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private final EtcdOptions options;
  private final Supplier<Optional<Credentials>> credentials;
  private final ExecutorService threads;
  private final EtcdCallInterceptor interceptor;
  private Optional<Credentials> user = Optional.empty();
  private boolean loginUnwanted;
  private boolean closed;
  private @Nullable Client client;

  /** The threads belong to the caller; they only start calls. */
  JetcdConnection(
      EtcdOptions options,
      Supplier<Optional<Credentials>> credentials,
      ExecutorService threads,
      EtcdCallInterceptor interceptor) {
    this.options = options;
    this.credentials = credentials;
    this.threads = threads;
    this.interceptor = interceptor;
  }

  synchronized Client client() {
    if (closed) {
      throw new IllegalStateException("registry is closed");
    }
    Optional<Credentials> current = credentials.get();
    if (client != null && !user.equals(current)) {
      replace(client);
    }
    if (client == null) {
      user = current;
      client = builder().build();
    }
    return client;
  }

  /** Does nothing if it was already replaced. Calls that still use it end. */
  synchronized void replace(Client old) {
    if (client == old) {
      client = null;
      old.close();
      interceptor.cancelOutliving();
    }
  }

  /**
   * Whether a new login, or no login, may help; replaces the client then.
   *
   * <p>etcd forgets tokens when it restarts, after 5 minutes without use, and when users change.
   */
  synchronized boolean loginAgain(Client used, FailedAttempt failure) {
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
  }

  ClientBuilder builder() {
    ClientBuilder builder =
        Client.builder()
            .target(target(options))
            .waitForReady(false)
            .connectTimeout(CONNECT_LIMIT)
            .keepaliveTime(Duration.ofSeconds(10))
            .keepaliveTimeout(Duration.ofSeconds(3))
            // Without a call or watch etcd allows one ping in two hours, and closes after three.
            .keepaliveWithoutCalls(false)
            .retryMaxAttempts(0)
            .executorService(threads)
            .interceptor(interceptor);
    options.tls().ifPresent(builder::sslContext);
    if (!loginUnwanted) {
      user.ifPresent(
          c -> builder.user(EtcdKeys.bytes(c.user())).password(EtcdKeys.bytes(c.password())));
    }
    return builder;
  }

  /** Like {@link ClientBuilder#endpoints}, which refuses IPv6 and hosts with an underscore. */
  static String target(EtcdOptions options) {
    return options.members().stream()
        .map(HostPort::toString)
        .map(member -> member.replace("[", "%5B").replace("]", "%5D"))
        .collect(Collectors.joining(",", "ip:///", ""));
  }
}
