package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.consignment.InProcessConsignmentService.SOON;
import static shippy.consignment.InProcessConsignmentService.refusal;
import static shippy.testkit.Eventually.eventually;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.consignment.Consignment.State;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;

class CancelConsignmentTest {
  @RegisterExtension final InProcessConsignmentService service = new InProcessConsignmentService();

  @Test
  void confirmed_consignment_is_cancelled_and_released_before_the_answer() {
    Response created = service.create("c1");
    Response cancelled = service.cancel("c1");
    assertThat(cancelled.getConsignment())
        .isEqualTo(
            created.getConsignment().toBuilder()
                .setStatus(shippy.proto.consignment.Status.CANCELLED)
                .build());
    assertThat(service.vessels.calls).endsWith("release c1");
    assertThat(service.unsettled()).isEmpty();
  }

  @Test
  void cancelling_again_answers_the_same() {
    service.create("c1");
    assertThat(service.cancel("c1")).isEqualTo(service.cancel("c1"));
  }

  @Test
  void pending_consignment_is_cancelled_and_its_creator_learns_of_it() {
    service.vessels.hold("reserve");
    ListenableFuture<Response> creation =
        ShippingServiceGrpc.newFutureStub(service.channel)
            .createConsignment(InProcessConsignmentService.sample("c1"));
    eventually(SOON, () -> assertThat(service.vessels.calls).hasSize(1));
    assertThat(service.cancel("c1").getConsignment().getVesselId()).isEmpty();
    service.vessels.letGo();
    eventually(SOON, () -> assertThat(creation.isDone()).isTrue());
    assertThat(refusal(() -> done(creation)).getStatus().getCode())
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    eventually(
        SOON,
        () ->
            assertThat(service.vessels.calls)
                .as("released again, for the reservation that came late")
                .containsExactly("reserve c1 55000 2", "release c1", "release c1"));
  }

  @Test
  void aborted_consignment_cannot_be_cancelled() {
    service.vessels.failNext(Status.FAILED_PRECONDITION.withDescription("full"));
    refusal(() -> service.create("c1"));
    StatusRuntimeException refused = refusal(() -> service.cancel("c1"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.getStatus().getDescription())
        .isEqualTo(
            "id: \"c1\" was not taken (expected: a consignment that is pending or confirmed)");
    assertThat(service.state("c1")).isEqualTo(State.ABORTED);
  }

  @Test
  void vessel_service_that_is_down_does_not_keep_it_from_being_cancelled() {
    service.create("c1");
    eventually(SOON, () -> assertThat(service.unsettled()).isEmpty());
    service.vessels.failNext(Status.UNAVAILABLE);
    assertThat(service.cancel("c1").getConsignment().getStatus())
        .isEqualTo(shippy.proto.consignment.Status.CANCELLED);
    assertThat(service.unsettled()).as("for the recovery").containsExactly("c1");
  }

  @Test
  void answer_waits_for_the_vessel_service_for_nine_tenths_of_the_callers_time() {
    service.create("c1");
    eventually(SOON, () -> assertThat(service.unsettled()).isEmpty());
    service.vessels.hold("release");
    Deadline deadline = Deadline.after(100, TimeUnit.SECONDS);
    ListenableFuture<Response> answer =
        ShippingServiceGrpc.newFutureStub(service.channel)
            .withDeadline(deadline)
            .cancelConsignment(InProcessConsignmentService.id("c1"));
    eventually(SOON, () -> assertThat(service.vessels.calls).endsWith("release c1"));
    assertThat(answer.isDone()).isFalse();
    Instant start = service.clock.now();
    eventually(
        SOON,
        () -> {
          service.clock.advance(Duration.ofSeconds(5));
          assertThat(answer.isDone()).isTrue();
        });
    assertThat(Duration.between(start, service.clock.now())).isGreaterThan(Duration.ofSeconds(80));
    assertThat(done(answer).getConsignment().getStatus())
        .isEqualTo(shippy.proto.consignment.Status.CANCELLED);
    assertThat(service.unsettled()).containsExactly("c1");
    assertThat(service.vessels.cancelled.getCount()).as("release goes on").isEqualTo(1);
    service.vessels.letGo();
    eventually(SOON, () -> assertThat(service.unsettled()).isEmpty());
  }

  private static Response done(ListenableFuture<Response> answer) {
    try {
      return requireNonNull(Futures.getDone(answer));
    } catch (ExecutionException e) {
      throw Status.fromThrowable(e).asRuntimeException();
    }
  }
}
