package shippy.e2e;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.clock.Randomness;
import shippy.config.Config;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceStub;

/**
 * Callers, each of which pauses when it has its answer, then calls again. Pauses are random: after
 * a hiccup of the machine equal ones would keep all callers in step. Safe for any thread.
 */
final class PacedCallers implements AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final RandomGenerator random = Randomness.fast();
  private final Duration pause;
  private final Client client;

  /** Who answered, and after how long. */
  private record Answer(String who, Duration after) {}

  /** The answers of a while. */
  record Answers(List<Answer> all) {
    double shareOf(String who) {
      return (double) all.stream().filter(one -> one.who.equals(who)).count() / all.size();
    }

    Duration percentile(int percent) {
      return all.stream()
          .map(Answer::after)
          .sorted()
          .skip(all.size() * (long) percent / 100)
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * Callers by one channel.
   *
   * @param pause the mean
   */
  PacedCallers(String service, int callers, Duration pause, Map<String, String> settings) {
    this.pause = pause;
    client = Client.open(Config.of(settings, Map.of()));
    VesselServiceStub stub = VesselServiceGrpc.newStub(client.channel(service));
    for (int i = 0; i < callers; i++) {
      var unused =
          thread.schedule(() -> call(stub), pause.toNanos() * i / callers, TimeUnit.NANOSECONDS);
    }
  }

  private void call(VesselServiceStub stub) {
    Supplier<Duration> took = Clock.system().stopwatch();
    stub.findAvailable(
        Specification.getDefaultInstance(),
        new StreamObserver<>() {
          @Override
          public void onNext(Response response) {
            answers.add(new Answer(response.getVessel().getId(), took.get()));
          }

          @Override
          public void onError(Throwable failure) {
            failures.add(failure.toString());
            onCompleted();
          }

          @Override
          public void onCompleted() {
            if (!thread.isShutdown()) {
              long nanos = random.nextLong(2 * pause.toNanos());
              var unused = thread.schedule(() -> call(stub), nanos, TimeUnit.NANOSECONDS);
            }
          }
        });
  }

  /** What came since this was last asked. */
  Answers take() {
    List<Answer> some = new ArrayList<>();
    for (Answer one = answers.poll(); one != null; one = answers.poll()) {
      some.add(one);
    }
    return new Answers(some);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    client.close();
  }
}
