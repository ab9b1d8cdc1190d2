package shippy.e2e;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import shippy.clock.Clock;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.service.Service;
import shippy.testkit.CommandHarness;

/** A service that answers with its name after a while, in which it uses no processor. */
final class DelayedService extends VesselServiceGrpc.VesselServiceImplBase {
  static final String NAME = "shippy.test.delayed";

  private final String name = System.getProperty("delayed.name", "");
  private final Duration delay = Duration.ofMillis(Integer.getInteger("delayed.millis", 0));

  private DelayedService() {}

  public static void main(String... args) {
    Service.named(NAME).handler(new DelayedService()).handlersNeverBlock().run(args);
  }

  /** The program; answers come after so many milliseconds. */
  static CommandHarness program(String name, int millis) {
    return CommandHarness.main(
        DelayedService.class, "-Ddelayed.name=" + name, "-Ddelayed.millis=" + millis);
  }

  @Override
  public void findAvailable(Specification request, StreamObserver<Response> observer) {
    var unused = Clock.system().schedule(delay, () -> answer(observer));
  }

  private void answer(StreamObserver<Response> observer) {
    observer.onNext(Response.newBuilder().setVessel(Vessel.newBuilder().setId(name)).build());
    observer.onCompleted();
  }
}
