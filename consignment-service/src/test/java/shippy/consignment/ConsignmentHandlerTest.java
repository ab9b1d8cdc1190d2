package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.consignment.InProcessConsignmentService.id;
import static shippy.consignment.InProcessConsignmentService.refusal;
import static shippy.consignment.InProcessConsignmentService.sample;
import static shippy.proto.consignment.Status.ABORTED;
import static shippy.proto.consignment.Status.CANCELLED;
import static shippy.proto.consignment.Status.CONFIRMED;
import static shippy.proto.consignment.Status.PENDING;
import static shippy.proto.consignment.Status.STATUS_UNSPECIFIED;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.testkit.ThrowingRunnable;

class ConsignmentHandlerTest {
  @RegisterExtension final InProcessConsignmentService service = new InProcessConsignmentService();

  @Test
  void consignments_are_listed_oldest_first_in_pages_that_meet() {
    for (int i = 9; i >= 0; i--) {
      create(sample("c" + i));
      if (i % 3 == 0) {
        service.clock.advance(Duration.ofSeconds(1));
      }
    }
    List<String> inOrder = List.of("c9", "c6", "c7", "c8", "c3", "c4", "c5", "c0", "c1", "c2");
    assertThat(ids(readAll(0))).isEqualTo(inOrder);
    assertThat(ids(readAll(1))).isEqualTo(inOrder);
    assertThat(ids(readAll(5))).isEqualTo(inOrder);
    assertThat(list(10, "").getNextPageToken()).as("nothing behind a full last page").isEmpty();
  }

  @Test
  void consignments_beyond_a_page_are_all_listed() {
    for (int i = 0; i < 1_050; i++) {
      create(sample("c%04d".formatted(i)));
    }
    Response first = list(0, "");
    assertThat(first.getConsignmentsCount()).isEqualTo(1_000);
    assertThat(list(0, first.getNextPageToken()).getConsignmentsCount()).isEqualTo(50);
  }

  @Test
  void page_ends_before_it_outgrows_a_message() {
    String long1024 = "\u20ac".repeat(1_024);
    Consignment largest =
        sample("").toBuilder()
            .clearContainers()
            .addAllContainers(
                Collections.nCopies(680, Container.newBuilder().setOrigin(long1024).build()))
            .build();
    for (int i = 0; i < 5; i++) {
      create(largest);
    }
    assertThat(list(0, "").getSerializedSize()).isBetween(2_000_000, 4 * 1024 * 1024);
    assertThat(readAll(0)).hasSize(5);
  }

  @Test
  void pending_and_aborted_ones_are_found_by_id_only() {
    service.vessels.failNext(
        Status.UNAVAILABLE, Status.FAILED_PRECONDITION.withDescription("full"));
    refusal(() -> create(sample("pending")));
    refusal(() -> create(sample("aborted")));
    create(sample("confirmed"));
    assertThat(ids(readAll(0))).containsExactly("confirmed");
    assertThat(status("pending")).isEqualTo(PENDING);
    assertThat(status("aborted")).isEqualTo(ABORTED);
    assertThat(status("confirmed")).isEqualTo(CONFIRMED);
  }

  @Test
  void list_is_of_the_statuses_asked_for() {
    service.vessels.failNext(
        Status.UNAVAILABLE, Status.FAILED_PRECONDITION.withDescription("full"));
    refusal(() -> create(sample("c1")));
    refusal(() -> create(sample("c2")));
    create(sample("c3"));
    create(sample("c4"));
    service.cancel("c4");
    assertThat(ids(list(PENDING))).containsExactly("c1");
    assertThat(ids(list(ABORTED))).containsExactly("c2");
    assertThat(ids(list(CONFIRMED))).containsExactly("c3");
    assertThat(ids(list(CANCELLED))).containsExactly("c4");
    assertThat(ids(list(CANCELLED, PENDING))).containsExactly("c1", "c4");
  }

  @Test
  void status_that_is_none_is_refused_with_those_there_are() {
    String expected = " (expected: PENDING, CONFIRMED, ABORTED or CANCELLED)";
    invalid(() -> list(STATUS_UNSPECIFIED), "statuses: STATUS_UNSPECIFIED" + expected);
    GetRequest unknown = GetRequest.newBuilder().addStatusesValue(9).build();
    invalid(() -> service.shipping().getConsignments(unknown), "statuses: UNRECOGNIZED" + expected);
  }

  @Test
  void unknown_id_is_not_found() {
    notFound(() -> get("nope"));
    notFound(() -> service.cancel("nope"));
  }

  private static void notFound(ThrowingRunnable call) {
    StatusRuntimeException refused = refusal(call);
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.getStatus().getDescription())
        .isEqualTo("id: \"nope\" (expected: the id of a consignment; GetConsignments lists them)");
  }

  @Test
  void wrong_input_is_refused_with_the_expectation_and_stores_nothing() {
    Consignment.Builder wrong = sample("c1").toBuilder();
    invalid(wrong.clone().setWeight(0), "weight: 0 (expected: kilograms, more than 0)");
    invalid(wrong.clone().setWeight(-5), "weight: -5 (expected: kilograms, more than 0)");
    invalid(wrong.clone().clearContainers(), "containers: 0 (expected: 1 to 10000)");
    invalid(
        wrong.clone().addAllContainers(Collections.nCopies(9_999, Container.getDefaultInstance())),
        "containers: 10001 (expected: 1 to 10000)");
    invalid(
        wrong.clone().setDescription("x".repeat(1_025)),
        "description: 1025 characters (expected: at most 1024)");
    invalid(
        wrong.clone().setContainers(1, Container.newBuilder().setOrigin("a\0b")),
        "containers[1].origin: \"a?b\" (expected: text without the character U+0000)");
    invalid(
        wrong.clone().setId("two words"),
        "id: \"two words\" (expected: 1 to 128 visible ASCII characters)");
    assertThat(service.vessels.calls).isEmpty();
    assertThat(service.store.find("c1")).isEmpty();
  }

  @Test
  void consignment_too_large_for_an_answer_is_refused() {
    Container large = Container.newBuilder().setOrigin("\u20ac".repeat(1_024)).build();
    Consignment.Builder wrong =
        sample("c1").toBuilder().addAllContainers(Collections.nCopies(700, large));
    invalid(wrong, "consignment: 2154676 bytes (expected: at most 2097152)");
  }

  @Test
  void wrong_query_is_refused_with_the_expectation() {
    invalid(() -> list(-1, ""), "page_size: -1 (expected: 0 to 1000; 0 means 1000)");
    invalid(() -> list(1_001, ""), "page_size: 1001 (expected: 0 to 1000; 0 means 1000)");
    invalid(() -> list(0, "3"), "page_token: \"3\" (expected: next_page_token of the page before)");
    invalid(() -> service.cancel(""), "id: \"\" (expected: 1 to 128 visible ASCII characters)");
    invalid(() -> get(""), "id: \"\" (expected: 1 to 128 visible ASCII characters)");
  }

  private void create(Consignment consignment) {
    assertThat(service.shipping().createConsignment(consignment).getCreated()).isTrue();
  }

  private Response list(int size, String token) {
    return service
        .shipping()
        .getConsignments(GetRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  private List<Consignment> list(shippy.proto.consignment.Status... statuses) {
    GetRequest request = GetRequest.newBuilder().addAllStatuses(List.of(statuses)).build();
    return service.shipping().getConsignments(request).getConsignmentsList();
  }

  private List<Consignment> readAll(int size) {
    Response page = list(size, "");
    List<Consignment> all = new ArrayList<>(page.getConsignmentsList());
    while (!page.getNextPageToken().isEmpty()) {
      page = list(size, page.getNextPageToken());
      assertThat(page.getConsignmentsCount()).isPositive();
      all.addAll(page.getConsignmentsList());
    }
    return all;
  }

  private Consignment get(String id) {
    return service.shipping().getConsignment(id(id)).getConsignment();
  }

  private shippy.proto.consignment.Status status(String id) {
    return get(id).getStatus();
  }

  private void invalid(Consignment.Builder consignment, String text) {
    invalid(() -> create(consignment.build()), text);
  }

  private static void invalid(ThrowingRunnable call, String text) {
    Status status = refusal(call).getStatus();
    assertThat(status.getDescription()).isEqualTo(text);
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private static List<String> ids(List<Consignment> consignments) {
    return consignments.stream().map(Consignment::getId).toList();
  }
}
