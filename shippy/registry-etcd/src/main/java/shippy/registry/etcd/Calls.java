package shippy.registry.etcd;

import io.etcd.jetcd.Client;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls a cluster in time: again at another member if one fails, explained if all do. jetcd's own
 * retries know no time limit and no dialing anew, so they are off. Safe for any thread.
 */
final class Calls implements AutoCloseable {
  /** For an operation, retries included. */
  private static final Duration LIMIT = Duration.ofMillis(2_500);

  /**
   * The same up to the first answer: a JVM that has just started on a busy machine needs seconds.
   * It is below a call's own limit of 5 s, and a dead member is told of sooner.
   */
  private static final Duration FIRST_LIMIT = Duration.ofSeconds(4);

  private static final int MAX_SHARES = 3;

  private final Connection connection;
  private final Explanation explanation;
  private final Duration firstLimit;
  private final Duration limit;
  private final int maxAttempts;
  private volatile boolean answered;

  Calls(EtcdOptions options) {
    this(options, FIRST_LIMIT, LIMIT);
  }

  Calls(EtcdOptions options, Duration limit) {
    this(options, limit, limit);
  }

  private Calls(EtcdOptions options, Duration firstLimit, Duration limit) {
    this.firstLimit = firstLimit;
    this.limit = limit;
    // A silent member must leave time for the others.
    int shares = Math.min(options.members().size(), MAX_SHARES);
    this.connection = new Connection(options, () -> limit().dividedBy(shares));
    this.explanation = new Explanation(options, () -> answered);
    this.maxAttempts = 1 + shares;
  }

  private Duration limit() {
    return answered ? limit : firstLimit;
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
    private final Deadline deadline = Deadline.after(limit().toMillis(), TimeUnit.MILLISECONDS);

    private Operation(String name) {
      this.name = name;
    }

    /** Never blocks; fails with {@link EtcdFailure} if no member answers in time. */
    <R> CompletableFuture<R> call(Function<Client, CompletableFuture<R>> request) {
      return new Call<>(request, deadline).attempt();
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
  }

  /** One call on its way through the members. */
  private final class Call<R> {
    private final Function<Client, CompletableFuture<R>> request;
    private final Deadline deadline;
    private final List<Attempt> failures = new ArrayList<>();
    private boolean dialedAgain;
    private boolean loggedInAgain;

    Call(Function<Client, CompletableFuture<R>> request, Deadline deadline) {
      this.request = request;
      this.deadline = deadline;
    }

    CompletableFuture<R> attempt() {
      Client client = connection.client();
      return CompletableFuture.completedFuture(client)
          .thenCompose(request)
          .orTimeout(deadline.timeRemaining(TimeUnit.MILLISECONDS), TimeUnit.MILLISECONDS)
          .whenComplete((answer, error) -> note(error))
          .exceptionallyCompose(error -> recover(client, Attempt.of(error)));
    }

    private void note(@Nullable Throwable error) {
      if (error == null) {
        answered = true;
      }
    }

    private CompletableFuture<R> recover(Client client, Attempt failure) {
      if (!loggedInAgain && connection.loginAgain(client, failure)) {
        loggedInAgain = true;
        return attempt();
      }
      // Another operation gave its client up: that says nothing of this one.
      if (failure.isOfReplacedClient() && !deadline.isExpired() && !connection.isClosed()) {
        return attempt();
      }
      failures.add(failure);
      boolean again =
          failure.isWorthAnotherTry() && failures.size() < maxAttempts && !deadline.isExpired();
      // A new client dials at once, and leaves a silent member out.
      boolean worn = failure.neverConnected() || (again && failure.isTimeout());
      if (worn && !(again && dialedAgain)) {
        dialedAgain = true;
        connection.replace(client);
      }
      return again ? attempt() : CompletableFuture.failedFuture(new EtcdFailure(failures));
    }
  }
}
