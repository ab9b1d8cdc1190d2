package shippy.e2e;

import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A client that creates a consignment every 100 ms, for which the one service calls the other. Safe
 * for any thread.
 */
final class SteadyCalls implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Services services;
  private final String prefix;
  private final Consumer<String> listener;
  private final AtomicInteger created = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  SteadyCalls(String etcdEndpoints, String prefix) {
    this(new Services(etcdEndpoints), prefix, outcome -> {});
  }

  /** Each outcome is told at once, in words: {@code created} or {@code failed} and its status. */
  SteadyCalls(Services services, String prefix, Consumer<String> listener) {
    this.services = services;
    this.prefix = prefix;
    this.listener = listener;
    var unused = thread.scheduleAtFixedRate(this::create, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** How many were created. */
  int created() {
    return created.get();
  }

  /** What the others ended with. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private void create() {
    try {
      services.create(new Order(prefix + created.get(), 1, 1).message());
      created.incrementAndGet();
      listener.accept("created");
    } catch (StatusRuntimeException e) {
      failures.add(e.getStatus().toString());
      listener.accept("failed: " + e.getStatus());
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
      throw new AssertionError("a call does not end");
    }
    services.close();
  }
}
