package shippy.e2e;

import io.grpc.stub.StreamObserver;
import org.slf4j.LoggerFactory;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.service.Service;

/** A service that logs what it is asked. */
final class LoggingService extends VesselServiceGrpc.VesselServiceImplBase {
  static final String NAME = "shippy.test.logging";

  private LoggingService() {}

  public static void main(String... args) {
    Service.named(NAME).handler(new LoggingService()).run(args);
  }

  @Override
  public void findAvailable(Specification request, StreamObserver<Response> observer) {
    // Not a field: the flags say where it logs, and come later than this class.
    LoggerFactory.getLogger(LoggingService.class).info("asked for {}", request.getCapacity());
    observer.onNext(Response.getDefaultInstance());
    observer.onCompleted();
  }
}
