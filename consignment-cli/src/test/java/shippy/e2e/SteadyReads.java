package shippy.e2e;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import shippy.client.Client;
import shippy.config.Config;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceStub;

/** Calls to a vessel service at a steady rate; none waits for another. Safe for any thread. */
final class SteadyReads implements AutoCloseable {
  private static final Specification SMALL =
      Specification.newBuilder().setCapacity(1).setMaxWeight(1).build();

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Phaser open = new Phaser(1);
  private final Client client;
  private volatile String last = "";

  /** Calls with the client's own settings, among them how often a read is tried. */
  SteadyReads(String service, int perSecond, Map<String, String> settings) {
    client = Client.open(Config.of(settings, Map.of()));
    VesselServiceStub stub = VesselServiceGrpc.newStub(client.channel(service));
    var unused =
        thread.scheduleAtFixedRate(
            () -> call(stub), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
  }

  /** The same, each tried once. */
  static SteadyReads once(String service, int perSecond, Map<String, String> settings) {
    Map<String, String> once = new HashMap<>(settings);
    once.put("client_retries", "0");
    return new SteadyReads(service, perSecond, once);
  }

  private void call(VesselServiceStub stub) {
    open.register();
    stub.findAvailable(
        SMALL,
        new StreamObserver<>() {
          @Override
          public void onNext(Response response) {
            last = response.getVessel().getId();
            answers.add(last);
          }

          @Override
          public void onError(Throwable failure) {
            failures.add(failure.toString());
            open.arriveAndDeregister();
          }

          @Override
          public void onCompleted() {
            open.arriveAndDeregister();
          }
        });
  }

  List<String> answers() {
    return List.copyOf(answers);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** The latest answer; empty before the first. */
  String last() {
    return last;
  }

  /** Forgets the failures so far, such as those before the service was there. */
  void begin() {
    failures.clear();
    answers.clear();
  }

  /** Ends the calls; returns when each has its answer. */
  void end() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new AssertionError("a call blocks");
    }
    open.arriveAndAwaitAdvance();
  }

  @Override
  public void close() throws IOException {
    thread.shutdownNow();
    client.close();
  }
}
