package shippy.e2e;

import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Supplier;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceStub;

/**
 * Asks for vessels at a steady rate, in a process of its own; no call waits for another. Prints
 * each failure and, at the end, how many there were and what the slowest answer took.
 */
final class SteadyFinds {
  private static final String SERVICE = "shippy.service.vessel";

  private final Supplier<CompletableFuture<?>> call;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final LongAccumulator slowestMillis = new LongAccumulator(Math::max, 0);

  private SteadyFinds(Supplier<CompletableFuture<?>> call) {
    this.call = call;
  }

  /**
   * The words are: how many calls, how many of them a second, and the address of a gateway or the
   * flags of a client.
   */
  public static void main(String[] args) throws InterruptedException {
    int calls = Integer.parseInt(args[0]);
    int perSecond = Integer.parseInt(args[1]);
    if (args[2].startsWith("http")) {
      new SteadyFinds(gateway(URI.create(args[2]))).run(calls, perSecond);
      return;
    }
    try (Client client = Client.open(Config.load(args[2]))) {
      new SteadyFinds(client(client)).run(calls, perSecond);
    }
  }

  private static Supplier<CompletableFuture<?>> client(Client client) {
    VesselServiceStub stub = VesselServiceGrpc.newStub(client.channel(SERVICE));
    Specification small = Specification.newBuilder().setCapacity(1).setMaxWeight(1).build();
    return () -> {
      CompletableFuture<String> answer = new CompletableFuture<>();
      stub.findAvailable(
          small,
          new StreamObserver<>() {
            @Override
            public void onNext(Response found) {}

            @Override
            public void onError(Throwable failure) {
              answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
              answer.complete("found");
            }
          });
      return answer;
    };
  }

  private static Supplier<CompletableFuture<?>> gateway(URI root) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    URI find = root.resolve("/vessel/vesselService/findAvailable?max_weight=1&capacity=1");
    HttpRequest request = HttpRequest.newBuilder(find).timeout(Duration.ofSeconds(30)).build();
    return () ->
        http.sendAsync(request, BodyHandlers.ofString())
            .thenAccept(
                answer -> {
                  if (answer.statusCode() != 200) {
                    throw new IllegalStateException(answer.statusCode() + " " + answer.body());
                  }
                });
  }

  private void run(int calls, int perSecond) throws InterruptedException {
    CountDownLatch open = new CountDownLatch(calls);
    ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    var unused =
        thread.scheduleAtFixedRate(
            () -> call(calls, open), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    open.await();
    thread.shutdown();
    System.out.printf(
        "calls=%d failed=%d slowest=%d ms%n", calls, failed.get(), slowestMillis.get());
  }

  private void call(int calls, CountDownLatch open) {
    if (begun.getAndIncrement() >= calls) {
      return;
    }
    Supplier<Duration> stopwatch = Clock.system().stopwatch();
    var unused =
        call.get()
            .whenComplete(
                (answer, failure) -> {
                  if (failure == null) {
                    slowestMillis.accumulate(stopwatch.get().toMillis());
                  } else {
                    failed.incrementAndGet();
                    System.out.println("failed after " + stopwatch.get() + ": " + failure);
                  }
                  open.countDown();
                });
  }
}
