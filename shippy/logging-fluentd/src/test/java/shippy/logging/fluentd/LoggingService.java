package shippy.logging.fluentd;

import io.grpc.stub.StreamObserver;
import org.slf4j.LoggerFactory;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.service.Service;

/** A service that logs each call. */
final class LoggingService extends VesselServiceImplBase {
  public static void main(String... args) {
    Service.named("logging").handler(new LoggingService()).run(args);
  }

  @Override
  public void findAvailable(Specification request, StreamObserver<Response> out) {
    LoggerFactory.getLogger(LoggingService.class).info("asked");
    out.onNext(Response.getDefaultInstance());
    out.onCompleted();
  }
}
