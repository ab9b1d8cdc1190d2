package shippy.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * Runs all checks at once and tells what they find, in their order, within one time limit. The
 * registry has limits of its own. If it takes longer, the others get a little more time after it:
 * the machine is busy, or they wait for the registry.
 */
final class ParallelChecks {
  private static final Logger LOG = LoggerFactory.getLogger(ParallelChecks.class);

  /** Each check has a shorter limit of its own. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Duration AFTER_REGISTRY = Duration.ofSeconds(3);

  private final ExecutorService executor;
  private final Clock clock;
  private final Duration limit;
  private final Future<?> registry;
  private @Nullable Supplier<Duration> sinceRegistry;

  /**
   * Checks nothing yet.
   *
   * @param executor with a thread for each check
   * @param registry done when it has answered or failed
   */
  ParallelChecks(ExecutorService executor, Clock clock, Duration limit, Future<?> registry) {
    this.executor = executor;
    this.clock = clock;
    this.limit = limit;
    this.registry = registry;
  }

  /** The findings of all checks. Each goes to {@code told} once all before it are known. */
  List<Finding> of(List<Check> checks, Consumer<Finding> told) {
    Supplier<Duration> spent = clock.stopwatch();
    List<Future<List<Finding>>> running =
        checks.stream().map(check -> executor.submit(check::look)).toList();
    List<Finding> all = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      List<Finding> found = result(checks.get(i).subject(), running.get(i), spent);
      found.forEach(told);
      all.addAll(found);
    }
    return all;
  }

  private List<Finding> result(
      String subject, Future<List<Finding>> future, Supplier<Duration> spent) {
    try {
      return await(future, spent);
    } catch (TimeoutException e) {
      future.cancel(true);
      return List.of(late(subject));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        return List.of(Finding.of(subject, problem.problem()));
      }
      throw new IllegalStateException("check of " + subject, e.getCause());
    } catch (InterruptedException e) {
      throw Problem.interrupted("looking at " + subject, e);
    }
  }

  private List<Finding> await(Future<List<Finding>> future, Supplier<Duration> spent)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (sinceRegistry == null) {
      try {
        return get(future, limit.minus(spent.get()));
      } catch (TimeoutException e) {
        if (registry.isDone()) {
          throw e;
        }
        awaitRegistry();
        sinceRegistry = clock.stopwatch();
      }
    }
    return get(future, AFTER_REGISTRY.minus(sinceRegistry.get()));
  }

  private void awaitRegistry() throws InterruptedException {
    try {
      registry.get();
    } catch (ExecutionException e) {
      LOG.debug("the registry's own row tells of it", e);
    }
  }

  private static <T> T get(Future<T> future, Duration left)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(Math.max(left.toMillis(), 0), TimeUnit.MILLISECONDS);
  }

  private Finding late(String subject) {
    String seconds = Double.toString(limit.toMillis() / 1000.0).replaceFirst("\\.0$", "");
    return Finding.fail(
        subject,
        "nothing known after %s s".formatted(seconds),
        new Problem.Fix("try again", "what hangs is a disk, a name server or a network"));
  }
}
