package shippy.consignment;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import shippy.consignment.Consignment.State;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.Status;
import shippy.service.PageRequest;

/** Pages of consignments. A page ends early if it becomes large. Blocks on the store. */
final class ConsignmentPages {
  // With a last consignment of up to 2 MiB it fits into a message of 4 MiB. As objects, containers
  // with short texts take seven times as much.
  private static final long MAX_BYTES = 512 * 1024;
  private static final int CHUNK = 100;

  /** Of rows whose size is not known. */
  private static final int FIRST_CHUNK = 2;

  private final ConsignmentRepository store;

  ConsignmentPages(ConsignmentRepository store) {
    this.store = requireNonNull(store, "store");
  }

  /**
   * The page that the request asks for.
   *
   * @throws io.grpc.StatusRuntimeException {@code INVALID_ARGUMENT}
   */
  Response page(GetRequest request) {
    PageRequest wanted = new PageRequest(request.getPageSize(), request.getPageToken());
    Set<State> states = states(request.getStatusesList());
    Optional<ListPosition> last = wanted.after(ListPosition::parse);
    Response.Builder page = Response.newBuilder();
    long bytes = 0;
    while (true) {
      int count = page.getConsignmentsCount();
      int limit = Math.min(chunk(count, bytes), wanted.size() - count + 1);
      List<Consignment> chunk = store.page(states, last, limit);
      for (Consignment consignment : chunk) {
        if (page.getConsignmentsCount() == wanted.size() || bytes > MAX_BYTES) {
          String token = last.map(ListPosition::key).map(PageRequest::token).orElse("");
          return page.setNextPageToken(token).build();
        }
        var message = ConsignmentProtos.message(consignment);
        bytes += message.getSerializedSize() + 8; // tag and length
        page.addConsignments(message);
        last = Optional.of(consignment.position());
      }
      if (chunk.size() < limit) {
        return page.build();
      }
    }
  }

  /** So many as fit into a page if they are as large as the ones before. */
  private static int chunk(int rows, long bytes) {
    return rows == 0 ? FIRST_CHUNK : (int) Math.max(1, Math.min(CHUNK, rows * MAX_BYTES / bytes));
  }

  private static Set<State> states(List<Status> wire) {
    return wire.isEmpty()
        ? Set.of(State.CONFIRMED)
        : wire.stream().map(ConsignmentProtos::state).collect(Collectors.toUnmodifiableSet());
  }
}
