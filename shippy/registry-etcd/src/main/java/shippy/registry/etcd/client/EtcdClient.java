package shippy.registry.etcd.client;

import io.etcd.jetcd.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Randomness;
import shippy.config.Config;

/**
 * Calls a cluster with a time limit. Repeats a failed call at another member, and explains the
 * failure if all fail. jetcd's own retries are off: they have no time limit and no new connection.
 * Safe for any thread.
 */
public final class EtcdClient implements AutoCloseable {
  /** The time limit of an operation with its retries. */
  static final Duration LIMIT = Duration.ofMillis(2_500);

  /** The same before the first answer, which needs a handshake; a call's own limit is 5 s. */
  private static final Duration FIRST_LIMIT = Duration.ofSeconds(4);

  private static final int MAX_SHARES = 3;

  // Our own: jetcd would end its threads when a client is replaced, which happens on them.
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("shippy-etcd"));
  private final EtcdOptions options;
  private final Clock clock;
  private final StartupTimeLimit startup;
  private final LoginBackoff login;
  private final EtcdChannels channels;
  private final JetcdConnection connection;
  private final EtcdProblems problems;
  private final Duration firstLimit;
  private final Duration limit;
  private final int shares;
  private volatile boolean answered;

  /** Does not connect yet; reads the credentials again when etcd refuses them. */
  public EtcdClient(Config config, Clock clock) {
    this(config, EtcdUse.registry(), clock);
  }

  /** The same for another use than the registry. */
  public EtcdClient(Config config, EtcdUse use, Clock clock) {
    this(EtcdOptions.from(config, use), clock, () -> Credentials.from(config), FIRST_LIMIT, LIMIT);
  }

  EtcdClient(EtcdOptions options, Duration limit) {
    this(options, Clock.system(), options::credentials, limit, limit);
  }

  private EtcdClient(
      EtcdOptions options,
      Clock clock,
      Supplier<Optional<Credentials>> credentials,
      Duration firstLimit,
      Duration limit) {
    this.options = options;
    this.clock = clock;
    this.firstLimit = firstLimit;
    this.limit = limit;
    // So that a silent member leaves time for the others.
    this.shares = Math.min(options.members().size(), MAX_SHARES);
    this.startup = new StartupTimeLimit(clock, threads, new Http2Probe(options, threads));
    this.login = new LoginBackoff(clock, Randomness.fast(), credentials);
    this.channels =
        new EtcdChannels(options, new EtcdCallInterceptor(this::callLimit, startup::end));
    this.connection = new JetcdConnection(options, login::credentials, threads, channels);
    this.problems = new EtcdProblems(options, () -> answered);
  }

  private Duration limit() {
    return answered ? limit : firstLimit;
  }

  /** The time limit of one call to one member. */
  private Duration callLimit() {
    return startup.isOver() ? limit().dividedBy(shares) : StartupTimeLimit.LIMIT;
  }

  /** How the cluster is reached. */
  public EtcdOptions options() {
    return options;
  }

  /** The client of jetcd, for watches, which have no time limit. */
  public Client jetcd() {
    return connection.client();
  }

  /** One or more calls with a common deadline. Its name completes "cannot …". */
  public final class Operation {
    private final String name;
    private final long start = clock.nanoTime();

    private Operation(String name) {
      this.name = name;
    }

    /** Never blocks; fails with {@link EtcdFailure} if no member answers in time. */
    public <R> CompletableFuture<R> call(Function<Client, CompletableFuture<R>> request) {
      return login
          .refusal()
          .map(CompletableFuture::<R>failedFuture)
          .orElseGet(() -> new Call<>(request, start).attempt());
    }

    /** Turns the failure of these calls into the one that users read. */
    public <R> CompletableFuture<R> explained(CompletableFuture<R> answer) {
      return answer.exceptionallyCompose(
          error -> CompletableFuture.failedFuture(problems.of(name, EtcdFailure.in(error))));
    }

    /** The answer of etcd; a {@link shippy.registry.RegistryException} if there is none in time. */
    public <R> R ask(Function<Client, CompletableFuture<R>> request) {
      return await(call(request));
    }

    /** The same for calls that were already made. */
    public <R> R await(CompletableFuture<R> answer) {
      try {
        return answer.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw EtcdProblems.interrupted(name, e);
      } catch (ExecutionException e) {
        if (connection.isClosed()) {
          throw new IllegalStateException("registry is closed", e);
        }
        throw problems.afterSurvey(name, EtcdFailure.in(e));
      }
    }
  }

  public Operation begin(String name) {
    return new Operation(name);
  }

  /** Returns when its event loop has ended, in milliseconds. */
  @Override
  public void close() {
    connection.close();
    channels.close();
    threads.shutdown();
  }

  /** One call on its way through the members. */
  private final class Call<R> {
    private final Function<Client, CompletableFuture<R>> request;
    private final long start;
    private final List<FailedAttempt> failures = new ArrayList<>();
    private Optional<Credentials> credentials = Optional.empty();
    private boolean connectedAgain;
    private boolean loggedInAgain;

    Call(Function<Client, CompletableFuture<R>> request, long start) {
      this.request = request;
      this.start = start;
    }

    CompletableFuture<R> attempt() {
      credentials = login.credentials();
      Client client = connection.client();
      boolean ready = startup.isOver();
      CompletableFuture<R> answer = CompletableFuture.completedFuture(client).thenCompose(request);
      if (ready) {
        answer = answer.orTimeout(left().toMillis(), TimeUnit.MILLISECONDS);
      } else {
        startup.bound(answer, limit(), limit().dividedBy(shares), start);
      }
      return answer
          .whenComplete((result, error) -> note(error))
          .exceptionallyCompose(error -> recover(client, FailedAttempt.of(error)));
    }

    private Duration left() {
      return startup.left(limit(), start);
    }

    private void note(@Nullable Throwable error) {
      if (error == null) {
        answered = true;
        login.accepted();
      }
    }

    private CompletableFuture<R> recover(Client client, FailedAttempt failure) {
      if (!loggedInAgain && connection.loginAgain(client, failure)) {
        loggedInAgain = true;
        return attempt();
      }
      boolean expired = left().isNegative();
      // Another operation has replaced the client, which says nothing about this call.
      if (failure.isOfReplacedClient() && !expired && !connection.isClosed()) {
        return attempt();
      }
      failures.add(failure);
      boolean again = failure.isWorthAnotherTry() && failures.size() <= shares && !expired;
      // A new client connects at once and avoids a silent member.
      boolean broken = failure.neverConnected() || (failure.isTimeout() && (again || !answered));
      if (broken && !(again && connectedAgain)) {
        connectedAgain = true;
        connection.replace(client);
      }
      return again ? attempt() : CompletableFuture.failedFuture(failed());
    }

    private EtcdFailure failed() {
      EtcdFailure failure = new EtcdFailure(failures);
      boolean refused = FailureCause.of(failure.last()).kind() == FailureCause.Kind.LOGIN_REFUSED;
      if (credentials.isPresent() && refused) {
        login.refused(credentials, failure);
      } else {
        login.accepted();
      }
      return failure;
    }
  }
}
