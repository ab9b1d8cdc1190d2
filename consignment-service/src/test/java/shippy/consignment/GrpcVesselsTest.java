package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.proto.vessel.Refusal;
import shippy.proto.vessel.ReservationIds;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;

class GrpcVesselsTest {
  private final FakeVessels old = new FakeVessels();
  private final String name = InProcessServerBuilder.generateName();
  private final ManagedChannel channel =
      InProcessChannelBuilder.forName(name).directExecutor().build();
  private final Vessels vessels = new GrpcVessels(channel);

  @AfterEach
  void close() {
    channel.shutdownNow();
  }

  @Test
  void several_are_confirmed_in_one_call_and_refusals_come_back() throws IOException {
    serve(
        new VesselServiceImplBase() {
          @Override
          public void batchConfirm(ReservationIds request, StreamObserver<Response> caller) {
            assertThat(request.getIdsList()).containsExactly("a", "b");
            Refusal refusal = Refusal.newBuilder().setId("b").setCode(5).setMessage("no b").build();
            caller.onNext(Response.newBuilder().addRefusals(refusal).build());
            caller.onCompleted();
          }
        });
    Map<String, Status> refused = vessels.confirm(List.of("a", "b")).join();
    assertThat(refused.keySet()).containsExactly("b");
    assertThat(refused.get("b"))
        .returns(Status.Code.NOT_FOUND, Status::getCode)
        .returns("no b", Status::getDescription);
  }

  @Test
  void service_that_cannot_do_several_is_asked_one_by_one() throws IOException {
    serve(old);
    old.failNext(Status.OK, Status.FAILED_PRECONDITION.withDescription("released"));
    Map<String, Status> refused = vessels.confirm(List.of("a", "b", "c")).join();
    assertThat(old.calls).containsExactly("confirm a", "confirm b", "confirm c");
    assertThat(refused).hasSize(1).containsKey("b");
  }

  @Test
  void failure_of_one_of_several_is_a_failure() throws IOException {
    serve(old);
    old.failNext(Status.OK, Status.UNAVAILABLE.withDescription("away"));
    assertThatThrownBy(vessels.confirm(List.of("a", "b"))::join)
        .hasRootCauseMessage("UNAVAILABLE: away");
  }

  private void serve(VesselServiceImplBase service) throws IOException {
    Server unused =
        InProcessServerBuilder.forName(name).directExecutor().addService(service).build().start();
  }
}
