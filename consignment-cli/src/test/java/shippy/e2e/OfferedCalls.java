package shippy.e2e;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.throughout;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import shippy.clock.Clock;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceStub;

/** Calls at a rate that the answers do not change, for a while, and what became of them. */
final class OfferedCalls {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final Map<Status.Code, Integer> failures = new ConcurrentHashMap<>();
  private final Phaser open = new Phaser(1);
  private final Specification request;
  private final Duration time;
  private final int perSecond;

  private OfferedCalls(Specification request, int perSecond, Duration time) {
    this.request = request;
    this.perSecond = perSecond;
    this.time = time;
  }

  static OfferedCalls to(Channel channel, Specification request, int perSecond, Duration time) {
    OfferedCalls calls = new OfferedCalls(request, perSecond, time);
    VesselServiceStub stub = VesselServiceGrpc.newStub(channel);
    ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    Future<?> calling =
        thread.scheduleAtFixedRate(() -> calls.call(stub), 0, 1_000_000 / perSecond, MICROSECONDS);
    throughout(time, () -> assertThat(calling.isDone()).as("a call could not be made").isFalse());
    thread.shutdown();
    calls.open.arriveAndAwaitAdvance();
    return calls;
  }

  private void call(VesselServiceStub stub) {
    open.register();
    long start = Clock.system().nanoTime();
    stub.withDeadlineAfter(DEADLINE.toSeconds(), SECONDS)
        .findAvailable(
            request,
            new StreamObserver<>() {
              @Override
              public void onNext(Response response) {
                nanos.add(Clock.system().nanoTime() - start);
              }

              @Override
              public void onError(Throwable failure) {
                failures.merge(Status.fromThrowable(failure).getCode(), 1, Integer::sum);
                open.arriveAndDeregister();
              }

              @Override
              public void onCompleted() {
                open.arriveAndDeregister();
              }
            });
  }

  /** Answers in time, by the second. */
  double answered() {
    return nanos.size() / (time.toMillis() / 1e3);
  }

  /** Of the answers: nearly the slowest. */
  double p99Millis() {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() * 99 / 100) / 1e6;
  }

  int failed(Status.Code code) {
    return failures.getOrDefault(code, 0);
  }

  @Override
  public String toString() {
    return "%d calls/s for %d s: %.0f answers/s, p99 %.0f ms, failed: %s"
        .formatted(perSecond, time.toSeconds(), answered(), p99Millis(), new TreeMap<>(failures));
  }
}
