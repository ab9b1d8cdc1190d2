package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.consignment.InProcessConsignmentService.SOON;
import static shippy.consignment.InProcessConsignmentService.refusal;
import static shippy.consignment.InProcessConsignmentService.sample;
import static shippy.testkit.Eventually.eventually;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.consignment.Consignment.State;
import shippy.platform.Headers;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;

class CreateConsignmentTest {
  private static final Status NO_ROOM =
      Status.FAILED_PRECONDITION.withDescription("no vessel can take it: weight 55000 ...");

  @RegisterExtension final InProcessConsignmentService service = new InProcessConsignmentService();

  @Test
  void consignment_is_reserved_stored_answered_and_confirmed() {
    Response created = service.create("c1");
    assertThat(created.getCreated()).isTrue();
    assertThat(created.getConsignment())
        .isEqualTo(
            sample("c1").toBuilder()
                .setVesselId("vessel001")
                .setStatus(shippy.proto.consignment.Status.CONFIRMED)
                .setCreatedAt(created.getConsignment().getCreatedAt())
                .build());
    assertThat(created.getConsignment().getCreatedAt().getSeconds())
        .isEqualTo(service.clock.now().getEpochSecond());
    assertThat(service.vessels.calls).containsExactly("reserve c1 55000 2", "confirm c1");
  }

  @Test
  void server_makes_an_id_if_there_is_none() {
    String id = service.create("").getConsignment().getId();
    assertThat(id).hasSize(36);
    assertThat(service.store.find(id)).isPresent();
  }

  @Test
  void same_id_and_content_get_the_same_answer_without_another_reservation() {
    Response first = service.create("c1");
    assertThat(first.getAlreadyThere()).isFalse();
    service.clock.advance(Duration.ofMillis(1));
    assertThat(service.create("c1")).isEqualTo(first.toBuilder().setAlreadyThere(true).build());
    assertThat(service.vessels.calls).containsExactly("reserve c1 55000 2", "confirm c1");
  }

  @Test
  void without_an_id_a_repeat_is_known_by_the_key_of_the_call() {
    Response first = withKey("key-1").createConsignment(sample(""));
    assertThat(first.getConsignment().getId()).isEqualTo("key-1");
    service.clock.advance(Duration.ofSeconds(1));
    Response again = withKey("key-1").createConsignment(sample(""));
    assertThat(again).isEqualTo(first.toBuilder().setAlreadyThere(true).build());
    assertThat(withKey("key-1").createConsignment(sample("c1")).getConsignment().getId())
        .isEqualTo("c1");
  }

  private ShippingServiceBlockingStub withKey(String key) {
    Metadata headers = new Metadata();
    headers.put(Headers.IDEMPOTENCY_KEY, key);
    return service.shipping().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Test
  void same_id_with_other_content_is_refused_with_the_field_that_differs() {
    service.create("c1");
    StatusRuntimeException refused =
        refusal(
            () ->
                service
                    .shipping()
                    .createConsignment(sample("c1").toBuilder().setWeight(100).build()));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(refused.getStatus().getDescription())
        .isEqualTo(
            "weight: 100 (expected: 55000, which id \"c1\" was first sent with; or a new id)");
    assertThat(service.vessels.calls).hasSize(2);
  }

  @Test
  void refusal_aborts_then_releases_and_stays_the_answer() {
    service.vessels.failNext(NO_ROOM);
    for (int attempt = 0; attempt < 2; attempt++) {
      StatusRuntimeException refused = refusal(() -> service.create("c1"));
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(refused.getStatus().getDescription()).isEqualTo(NO_ROOM.getDescription());
    }
    assertThat(service.state("c1")).isEqualTo(State.ABORTED);
    assertThat(service.vessels.calls).containsExactly("reserve c1 55000 2", "release c1");
  }

  @Test
  void vessel_service_that_cannot_reserve_refuses_for_good() {
    Status lacking = Status.UNIMPLEMENTED.withDescription("unknown service VesselService.Reserve");
    service.vessels.failNext(lacking, lacking);
    for (int attempt = 0; attempt < 2; attempt++) {
      StatusRuntimeException refused = refusal(() -> service.create("c1"));
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(refused.getStatus().getDescription())
          .startsWith("no vessel service here can reserve: unknown service VesselService.Reserve;")
          .contains("start vessel-service.jar");
    }
    assertThat(service.state("c1")).isEqualTo(State.ABORTED);
    assertThat(service.vessels.calls).containsExactly("reserve c1 55000 2", "release c1");
    assertThat(service.unsettled()).as("to be released where it may be reserved").contains("c1");
  }

  @Test
  void id_that_holds_something_else_is_aborted_but_not_released() {
    service.vessels.failNext(Status.ALREADY_EXISTS.withDescription("specification: other"));
    StatusRuntimeException refused = refusal(() -> service.create("c1"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.getStatus().getDescription()).isEqualTo("specification: other");
    assertThat(service.state("c1")).isEqualTo(State.ABORTED);
    assertThat(service.unsettled()).as("left for the recovery to release").isEmpty();
    assertThat(service.vessels.calls).containsExactly("reserve c1 55000 2");
  }

  @Test
  void vessel_service_that_is_down_leaves_it_pending_and_the_same_id_drives_it_on() {
    service.vessels.failNext(Status.UNAVAILABLE.withDescription("no instance"));
    StatusRuntimeException failed = refusal(() -> service.create("c1"));
    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failed.getStatus().getDescription())
        .isEqualTo("consignment c1 is pending," + " vessel service: UNAVAILABLE: no instance");
    assertThat(
            Optional.ofNullable(failed.getTrailers())
                .map(t -> t.get(UndecidedException.RETRY_PUSHBACK)))
        .as("keeps clients from retrying what was retried here")
        .contains("-1");
    assertThat(service.state("c1")).isEqualTo(State.PENDING);
    assertThat(service.create("c1").getCreated()).isTrue();
    assertThat(service.vessels.calls)
        .containsExactly("reserve c1 55000 2", "reserve c1 55000 2", "confirm c1");
  }

  @Test
  void vessel_service_that_is_gone_is_unavailable_with_the_id_made_here() {
    service.stopVesselService();
    StatusRuntimeException failed = refusal(() -> service.create(""));
    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failed.getStatus().getDescription())
        .matches("consignment [0-9a-f-]{36} is pending, .*");
  }

  @Test
  void callers_deadline_ends_reserving_in_time_to_tell_the_caller() {
    service.vessels.hold("reserve");
    StatusRuntimeException failed =
        refusal(
            () ->
                service
                    .shipping()
                    .withDeadlineAfter(4, TimeUnit.SECONDS)
                    .createConsignment(sample("c1")));
    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failed.getStatus().getDescription())
        .startsWith("consignment c1 is pending")
        .contains("vessel service: DEADLINE_EXCEEDED");
    Concurrently.await(service.vessels.cancelled);
    assertThat(service.state("c1")).isEqualTo(State.PENDING);
  }

  @Test
  void answer_comes_only_after_the_decision_is_stored() {
    service.vessels.hold("reserve");
    ListenableFuture<Response> answer = start("c1");
    eventually(SOON, () -> assertThat(service.vessels.calls).hasSize(1));
    assertThat(service.state("c1")).isEqualTo(State.PENDING);
    assertThat(answer.isDone()).isFalse();
    service.vessels.letGo();
    eventually(SOON, () -> assertThat(answer.isDone()).isTrue());
    assertThat(service.state("c1")).isEqualTo(State.CONFIRMED);
    assertThat(service.vessels.cancelled.getCount()).as("nothing was cut off").isEqualTo(1);
  }

  @Test
  void caller_that_leaves_while_reserving_cancels_it_and_the_same_id_drives_it_on() {
    service.vessels.hold("reserve");
    Context.CancellableContext caller = Context.current().withCancellation();
    caller.run(
        () -> {
          ListenableFuture<Response> unused = start("c1");
        });
    eventually(SOON, () -> assertThat(service.vessels.calls).hasSize(1));
    caller.cancel(null);
    Concurrently.await(service.vessels.cancelled);
    assertThat(service.state("c1")).isEqualTo(State.PENDING);
    service.vessels.letGo();
    assertThat(service.create("c1").getCreated()).isTrue();
  }

  @Test
  void answer_does_not_wait_for_confirm_and_its_end_does_not_cancel_it() {
    service.vessels.hold("confirm");
    Context.CancellableContext caller = Context.current().withCancellation();
    caller.run(() -> assertThat(service.create("c1").getCreated()).isTrue());
    caller.cancel(null);
    assertThat(service.vessels.calls).endsWith("confirm c1");
    assertThat(service.vessels.cancelled.getCount()).isEqualTo(1);
    service.vessels.letGo();
    assertThat(service.vessels.cancelled.getCount()).as("not cut off").isEqualTo(1);
  }

  @Test
  void confirm_that_fails_does_not_touch_the_answer_and_is_left_to_the_recovery() {
    service.vessels.hold("reserve");
    ListenableFuture<Response> answer = start("c1");
    eventually(SOON, () -> assertThat(service.vessels.calls).hasSize(1));
    service.vessels.failNext(Status.UNAVAILABLE);
    service.vessels.letGo();
    eventually(SOON, () -> assertThat(answer.isDone()).isTrue());
    assertThat(service.state("c1")).isEqualTo(State.CONFIRMED);
    assertThat(service.vessels.calls).containsExactly("reserve c1 55000 2", "confirm c1");
    service.clock.advance(SagaRecovery.CLAIM);
    service.recovery.start();
    eventually(SOON, () -> assertThat(service.vessels.calls).endsWith("confirm c1", "confirm c1"));
    eventually(SOON, () -> assertThat(service.unsettled()).isEmpty());
  }

  @Test
  void row_is_the_creators_for_a_while_and_settled_in_the_end() {
    service.vessels.hold("confirm");
    service.create("c1");
    Instant made = service.clock.now();
    Instant last = made.plus(SagaRecovery.CLAIM).minusNanos(1_000);
    assertThat(service.store.claim(last, last, 10)).isEmpty();
    assertThat(service.unsettled()).containsExactly("c1");
    service.vessels.letGo();
    eventually(SOON, () -> assertThat(service.unsettled()).isEmpty());
  }

  @Test
  void cancelled_id_is_spent() {
    service.create("c1");
    service.cancel("c1");
    StatusRuntimeException refused = refusal(() -> service.create("c1"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.getStatus().getDescription())
        .isEqualTo("id: \"c1\" is cancelled for good (expected: a new id)");
  }

  @Test
  void parallel_duplicates_make_one_consignment_with_one_answer() {
    List<Response> answers = new ArrayList<>();
    List<ThrowingRunnable> duplicates = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      duplicates.add(
          () -> {
            Response answer = service.create("c1");
            synchronized (answers) {
              answers.add(answer);
            }
          });
    }
    Concurrently.run(duplicates);
    assertThat(answers).hasSize(10).containsOnly(service.create("c1"));
    assertThat(service.store.page(EnumSet.allOf(State.class), Optional.empty(), 10)).hasSize(1);
  }

  private ListenableFuture<Response> start(String id) {
    return ShippingServiceGrpc.newFutureStub(service.channel).createConsignment(sample(id));
  }
}
