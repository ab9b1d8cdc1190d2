package shippy.rpc;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceStub;
import shippy.service.Answer;
import shippy.service.Workers;

/** A service that asks the fleet and passes the answer on. Never blocks. */
final class RelayService extends VesselServiceImplBase {
  static final String NAME = "test.service.relay";

  private final VesselServiceStub vessels;
  private final Function<Specification, CompletableFuture<Specification>> way;

  private RelayService(
      Channel channel, Function<Specification, CompletableFuture<Specification>> way) {
    this.vessels = VesselServiceGrpc.newStub(channel);
    this.way = way;
  }

  /** Asks by way of a worker, as one with a store does. */
  static RelayService on(Platform platform) {
    Client client = platform.own(Client.of(platform));
    Workers workers = platform.own(new Workers("relay", 1, 1_000));
    return new RelayService(
        client.channel(InProcessServices.NAME), request -> workers.call(() -> request));
  }

  /** Asks at once, on the event loop. */
  static RelayService to(Channel channel) {
    return new RelayService(channel, CompletableFuture::completedFuture);
  }

  @Override
  public void findAvailable(Specification request, StreamObserver<Response> caller) {
    Answer.to(caller, () -> way.apply(request).thenCompose(this::ask));
  }

  private CompletableFuture<Response> ask(Specification request) {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    vessels.findAvailable(
        request,
        new StreamObserver<>() {
          private Response last = Response.getDefaultInstance();

          @Override
          public void onNext(Response response) {
            last = response;
          }

          @Override
          public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {
            answer.complete(last);
          }
        });
    return answer;
  }
}
