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

/**
 * Pages of consignments. A page ends early if it would not fit into a message. Blocks on the store.
 */
final class ConsignmentPages {
  // Leaves room below the 4 MiB of a message for a last consignment of up to 2 MiB minus a little.
  private static final int MAX_BYTES = 4 * 1024 * 1024 - ConsignmentProtos.MAX_BYTES - 64 * 1024;
  private static final int CHUNK = 100;

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
      int limit = Math.min(CHUNK, wanted.size() - page.getConsignmentsCount() + 1);
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

  private static Set<State> states(List<Status> wire) {
    return wire.isEmpty()
        ? Set.of(State.CONFIRMED)
        : wire.stream().map(ConsignmentProtos::state).collect(Collectors.toUnmodifiableSet());
  }
}
