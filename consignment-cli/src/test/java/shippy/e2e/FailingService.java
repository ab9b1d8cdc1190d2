package shippy.e2e;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.service.Service;

/** A vessel service of which one method, GetVessels, fails while it is told to. */
final class FailingService extends VesselServiceGrpc.VesselServiceImplBase {
  static final String NAME = "shippy.service.vessel";

  private volatile boolean failing;

  private FailingService() {}

  public static void main(String... args) {
    Service.named(NAME).handler(new FailingService()).run(args);
  }

  /** Tells it: a vessel that is not available makes it fail, any other heals it. */
  @Override
  public void create(Vessel command, StreamObserver<Response> observer) {
    failing = !command.getAvailable();
    answer(observer);
  }

  @Override
  public void getVessels(GetRequest request, StreamObserver<Response> observer) {
    if (failing) {
      observer.onError(Status.UNAVAILABLE.withDescription("on fire").asRuntimeException());
    } else {
      answer(observer);
    }
  }

  @Override
  public void findAvailable(Specification request, StreamObserver<Response> observer) {
    answer(observer);
  }

  private static void answer(StreamObserver<Response> observer) {
    observer.onNext(Response.getDefaultInstance());
    observer.onCompleted();
  }
}
