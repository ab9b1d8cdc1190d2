package shippy.e2e;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import shippy.clock.Clock;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.service.Service;

/**
 * A service whose capacity is known: so many calls at a time, each of which takes so long. They
 * wait as for a database, or keep a processor busy if the weight is 1.
 */
final class CapacityService extends VesselServiceGrpc.VesselServiceImplBase {
  static final String NAME = "shippy.test.capacity";
  static final int PLACES = 16;
  static final int MILLIS = 50;
  static final int PER_SECOND = PLACES * 1_000 / MILLIS;

  private static final int BURNT_MILLIS = 5;

  private final Semaphore places = new Semaphore(PLACES);

  private CapacityService() {}

  public static void main(String... args) {
    Service.named(NAME).handler(new CapacityService()).run(args);
  }

  @Override
  public void findAvailable(Specification request, StreamObserver<Response> observer) {
    if (request.getMaxWeight() == 1) {
      burn();
    } else {
      places.acquireUninterruptibly();
      try {
        new CompletableFuture<Void>().completeOnTimeout(null, MILLIS, TimeUnit.MILLISECONDS).join();
      } finally {
        places.release();
      }
    }
    observer.onNext(Response.getDefaultInstance());
    observer.onCompleted();
  }

  private static void burn() {
    long start = Clock.system().nanoTime();
    while (Clock.system().nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(BURNT_MILLIS)) {
      Thread.onSpinWait();
    }
  }
}
