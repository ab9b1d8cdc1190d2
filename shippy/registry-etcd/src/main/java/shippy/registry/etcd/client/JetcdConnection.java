package shippy.registry.etcd.client;

import static java.util.Objects.requireNonNull;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.registry.etcd.format.EtcdKeys;

/**
 * The client of a cluster. It is created at first use, and again when it cannot connect: gRPC would
 * wait up to two minutes before it connects again, and all calls would fail meanwhile. Its calls go
 * over a channel of ours; jetcd's own is never used. Safe for any thread.
 */
final class JetcdConnection implements AutoCloseable {
  private final EtcdOptions options;
  private final Supplier<Optional<Credentials>> credentials;
  private final ExecutorService threads;
  private final EtcdChannels channels;
  private Optional<Credentials> user = Optional.empty();
  private boolean loginUnwanted;
  private boolean closed;
  private @Nullable Client client;
  private @Nullable ManagedChannel channel;

  /** The threads and channels belong to the caller; the threads only start calls. */
  JetcdConnection(
      EtcdOptions options,
      Supplier<Optional<Credentials>> credentials,
      ExecutorService threads,
      EtcdChannels channels) {
    this.options = options;
    this.credentials = credentials;
    this.threads = threads;
    this.channels = channels;
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
      channel = channels.open();
      client = builder(channel).build();
    }
    return client;
  }

  /** Does nothing if it was already replaced. Calls that still use it end. */
  synchronized void replace(Client old) {
    if (client == old) {
      client = null;
      old.close();
      requireNonNull(channel).shutdownNow();
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

  private ClientBuilder builder(Channel channel) {
    ClientBuilder builder =
        Client.builder()
            .target(EtcdChannels.target(options))
            .waitForReady(false)
            .retryMaxAttempts(0)
            .executorService(threads)
            .interceptor(new Redirection(channel));
    if (!loginUnwanted) {
      user.ifPresent(
          c -> builder.user(EtcdKeys.bytes(c.user())).password(EtcdKeys.bytes(c.password())));
    }
    return builder;
  }

  /** Makes each call on another channel than the one of jetcd that it was meant for. */
  private record Redirection(Channel channel) implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel unused) {
      return channel.newCall(method, options);
    }
  }
}
