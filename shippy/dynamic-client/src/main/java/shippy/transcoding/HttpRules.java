package shippy.transcoding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.invoke.ServiceSchema;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.transcoding.HttpBinding.Match;

/**
 * The {@code google.api.http} rules of all registered services. They are read in the background
 * while requests come, so a request does not wait for a service that it does not mean; only the
 * first ones wait, for a second. Rules of a service that has gone stay, behind those of the others,
 * so that its callers learn that it is down. Safe for any thread.
 */
public final class HttpRules implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpRules.class);
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
  private static final int THREADS = 4;
  private static final int TOLD = 1_000;

  private final Supplier<Set<String>> names;
  private final Function<String, ServiceSchema> schemas;
  private final Clock clock;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          DaemonThreads.numbered("shippy-rules"),
          new ThreadPoolExecutor.DiscardPolicy());
  private final Map<String, CompletableFuture<Void>> reading = new HashMap<>();
  private final Map<String, Supplier<Duration>> failures = new ConcurrentHashMap<>();
  private final Map<String, Rules> known = new TreeMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile BindingTable table = BindingTable.EMPTY;
  private volatile @Nullable Supplier<Duration> age;
  private Set<String> live = Set.of();

  private record Rules(ServiceSchema schema, List<HttpBinding> bindings) {}

  /**
   * Reads nothing yet.
   *
   * @param names of the registered services, at least as new as a second
   * @param schemas throws a {@link ProblemException} for a service that cannot be described
   */
  public HttpRules(
      Supplier<Set<String>> names, Function<String, ServiceSchema> schemas, Clock clock) {
    this.names = names;
    this.schemas = schemas;
    this.clock = clock;
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * What a request means; empty if nobody declares it.
   *
   * @param path its segments, percent-encoded
   */
  public Optional<Match> find(String verb, List<String> path) {
    if (!isRead()) {
      await(renewal());
    }
    return table
        .find(verb, path)
        .or(() -> verb.equals("HEAD") ? table.find("GET", path) : Optional.empty());
  }

  /** The same with rules that are read now. */
  public Optional<Match> findAgain(String verb, List<String> path) {
    await(renewal());
    return find(verb, path);
  }

  /** The HTTP methods that are declared for the path. */
  public List<String> verbs(List<String> path) {
    return table.verbs(path);
  }

  /**
   * Whether rules were ever read, so that a search does not wait; has them read anew if they are
   * old.
   */
  public boolean isRead() {
    Supplier<Duration> since = age;
    if (since != null && since.get().compareTo(FRESH) >= 0) {
      age = clock.stopwatch();
      threads.execute(this::renew);
    }
    return since != null;
  }

  private static void await(CompletableFuture<Void> renewal) {
    try {
      renewal.get(FRESH.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("a service does not tell its rules", e); // the rules of the others count
    } catch (InterruptedException e) {
      throw Problem.interrupted("looking for rules", e);
    }
  }

  private void renew() {
    CompletableFuture<Void> unused = renewal();
  }

  /** Begins to read the rules of each registered service, unless that goes on already. */
  private CompletableFuture<Void> renewal() {
    Set<String> now = names.get();
    synchronized (this) {
      boolean same = now.equals(live);
      live = now;
      age = clock.stopwatch();
      for (String name : now) {
        if (!isFailed(name)) {
          reading.computeIfAbsent(name, this::reader);
        }
      }
      if (!same) {
        failures.keySet().retainAll(now);
        known.values().removeIf(rules -> rules.bindings().isEmpty()); // read anew if it is live
        build();
      }
      return CompletableFuture.allOf(reading.values().toArray(CompletableFuture[]::new));
    }
  }

  private boolean isFailed(String name) {
    Supplier<Duration> since = failures.get(name);
    return since != null && since.get().compareTo(AFTER_FAILURE) < 0;
  }

  private CompletableFuture<Void> reader(String name) {
    return CompletableFuture.runAsync(() -> read(name), threads);
  }

  private void read(String name) {
    Optional<ServiceSchema> schema = Optional.empty();
    try {
      schema = Optional.of(schemas.apply(name));
      failures.remove(name);
    } catch (RuntimeException e) {
      LOG.debug("rules of {} stay as they are", name, e);
      failures.put(name, clock.stopwatch());
    }
    synchronized (this) {
      reading.remove(name);
      schema.ifPresent(found -> take(name, found));
    }
  }

  private void take(String name, ServiceSchema schema) {
    Rules before = known.get(name);
    if (before == null || !before.schema().equals(schema)) {
      List<HttpBinding> bindings = new ArrayList<>();
      schema.own().forEach(method -> bindings.addAll(HttpBinding.of(method, this::tell)));
      known.put(name, new Rules(schema, bindings));
      build();
    }
  }

  private void build() {
    List<HttpBinding> all =
        known.entrySet().stream()
            .sorted(Comparator.comparing(entry -> !live.contains(entry.getKey())))
            .flatMap(entry -> entry.getValue().bindings().stream())
            .toList();
    table = BindingTable.of(all, this::tell);
  }

  private void tell(String fault) {
    if (told.size() < TOLD && told.add(fault)) {
      LOG.warn("{}", fault);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
