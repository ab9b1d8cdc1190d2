package shippy.registry.etcd;

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

/**
 * Calls a cluster in time: again at another member if one fails, explained if all do. jetcd's own
 * retries know no time limit and no dialing anew, so they are off. Safe for any thread.
 */
final class Calls implements AutoCloseable {
  /** For an operation, retries included. */
  private static final Duration LIMIT = Duration.ofMillis(2_500);

  /**
   * The same up to the first answer, for that takes a handshake, too. It is below a call's own
   * limit of 5 s, and a dead member is told of sooner.
   */
  private static final Duration FIRST_LIMIT = Duration.ofSeconds(4);

  private static final int MAX_SHARES = 3;

  // Ours, for jetcd would end its own when a client is replaced, on whose threads that happens.
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("shippy-etcd"));
  private final Clock clock;
  private final StartUp startUp;
  private final LoginBackoff login;
  private final Connection connection;
  private final Explanation explanation;
  private final Duration firstLimit;
  private final Duration limit;
  private final int shares;
  private volatile boolean answered;

  /** The credentials are read again when etcd refuses those of the options. */
  Calls(EtcdOptions options, Clock clock, Supplier<Optional<Credentials>> credentials) {
    this(options, clock, credentials, FIRST_LIMIT, LIMIT);
  }

  Calls(EtcdOptions options, Duration limit) {
    this(options, Clock.system(), options::credentials, limit, limit);
  }

  private Calls(
      EtcdOptions options,
      Clock clock,
      Supplier<Optional<Credentials>> credentials,
      Duration firstLimit,
      Duration limit) {
    this.clock = clock;
    this.firstLimit = firstLimit;
    this.limit = limit;
    // A silent member must leave time for the others.
    this.shares = Math.min(options.members().size(), MAX_SHARES);
    this.startUp = new StartUp(clock, threads, new Dial(options, threads));
    this.login = new LoginBackoff(clock, Randomness.fast(), credentials);
    this.connection =
        new Connection(
            options, login::credentials, threads, new Tracer(this::callLimit, startUp::end));
    this.explanation = new Explanation(options, () -> answered);
  }

  private Duration limit() {
    return answered ? limit : firstLimit;
  }

  /** For one call to one member. */
  private Duration callLimit() {
    return startUp.isOver() ? limit().dividedBy(shares) : StartUp.LIMIT;
  }

  Connection connection() {
    return connection;
  }

  Explanation explanation() {
    return explanation;
  }

  /** One or more calls that have one deadline together. Its name completes "cannot …". */
  final class Operation {
    private final String name;
    private final long start = clock.nanoTime();

    private Operation(String name) {
      this.name = name;
    }

    /** Never blocks; fails with {@link EtcdFailure} if no member answers in time. */
    <R> CompletableFuture<R> call(Function<Client, CompletableFuture<R>> request) {
      return login
          .refusal()
          .map(CompletableFuture::<R>failedFuture)
          .orElseGet(() -> new Call<>(request, start).attempt());
    }

    /**
     * The answer of etcd.
     *
     * @throws shippy.registry.RegistryException if there is none in time
     */
    <R> R ask(Function<Client, CompletableFuture<R>> request) {
      return await(call(request));
    }

    /** The same for calls under way. */
    <R> R await(CompletableFuture<R> answer) {
      try {
        return answer.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw explanation.interrupted(name, e);
      } catch (ExecutionException e) {
        if (connection.isClosed()) {
          throw new IllegalStateException("registry is closed", e);
        }
        throw explanation.afterSurvey(name, EtcdFailure.in(e));
      }
    }
  }

  Operation begin(String name) {
    return new Operation(name);
  }

  @Override
  public void close() {
    connection.close();
    threads.shutdown();
  }

  /** One call on its way through the members. */
  private final class Call<R> {
    private final Function<Client, CompletableFuture<R>> request;
    private final long start;
    private final List<Attempt> failures = new ArrayList<>();
    private Optional<Credentials> credentials = Optional.empty();
    private boolean dialedAgain;
    private boolean loggedInAgain;

    Call(Function<Client, CompletableFuture<R>> request, long start) {
      this.request = request;
      this.start = start;
    }

    CompletableFuture<R> attempt() {
      credentials = login.credentials();
      Client client = connection.client();
      boolean ready = startUp.isOver();
      CompletableFuture<R> answer = CompletableFuture.completedFuture(client).thenCompose(request);
      if (ready) {
        answer = answer.orTimeout(left().toMillis(), TimeUnit.MILLISECONDS);
      } else {
        startUp.bound(answer, limit(), limit().dividedBy(shares), start);
      }
      return answer
          .whenComplete((result, error) -> note(error))
          .exceptionallyCompose(error -> recover(client, Attempt.of(error)));
    }

    private Duration left() {
      return startUp.left(limit(), start);
    }

    private void note(@Nullable Throwable error) {
      if (error == null) {
        answered = true;
        login.accepted();
      }
    }

    private CompletableFuture<R> recover(Client client, Attempt failure) {
      if (!loggedInAgain && connection.loginAgain(client, failure)) {
        loggedInAgain = true;
        return attempt();
      }
      boolean expired = left().isNegative();
      // Another operation gave its client up: that says nothing of this one.
      if (failure.isOfReplacedClient() && !expired && !connection.isClosed()) {
        return attempt();
      }
      failures.add(failure);
      boolean again = failure.isWorthAnotherTry() && failures.size() <= shares && !expired;
      // A new client dials at once, and leaves a silent member out.
      boolean worn = failure.neverConnected() || (failure.isTimeout() && (again || !answered));
      if (worn && !(again && dialedAgain)) {
        dialedAgain = true;
        connection.replace(client);
      }
      return again ? attempt() : CompletableFuture.failedFuture(failed());
    }

    private EtcdFailure failed() {
      EtcdFailure failure = new EtcdFailure(failures);
      Diagnosis last = Diagnosis.of(failures.get(failures.size() - 1));
      if (credentials.isPresent() && last.kind() == Diagnosis.Kind.LOGIN_REFUSED) {
        login.refused(credentials, failure);
      } else {
        login.accepted();
      }
      return failure;
    }
  }
}
