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
import shippy.service.Statuses;

/** Pages of consignments. A page ends early rather than outgrow a message. Blocks on the store. */
final class Listing {
  static final int MAX_PAGE = 1_000;

  // Leaves room below the 4 MiB of a message for a last consignment of up to 2 MiB minus a little.
  private static final int MAX_BYTES = 4 * 1024 * 1024 - Wire.MAX_BYTES - 64 * 1024;
  private static final int CHUNK = 100;

  private final ConsignmentRepository store;

  Listing(ConsignmentRepository store) {
    this.store = requireNonNull(store, "store");
  }

  /** A request whose values are checked. */
  record Query(Set<State> states, Optional<Position> after, int size) {
    Query {
      states = Set.copyOf(states);
    }
  }

  /**
   * What the request asks for.
   *
   * @throws io.grpc.StatusRuntimeException {@code INVALID_ARGUMENT}
   */
  static Query query(GetRequest request) {
    int size = request.getPageSize();
    if (size < 0 || size > MAX_PAGE) {
      throw Statuses.invalid(
          "page_size", size, "0 to %d; 0 means %d".formatted(MAX_PAGE, MAX_PAGE));
    }
    return new Query(
        states(request.getStatusesList()),
        request.getPageToken().isEmpty()
            ? Optional.empty()
            : Optional.of(Position.parse(request.getPageToken())),
        size == 0 ? MAX_PAGE : size);
  }

  private static Set<State> states(List<Status> wire) {
    return wire.isEmpty()
        ? Set.of(State.CONFIRMED)
        : wire.stream().map(Wire::state).collect(Collectors.toUnmodifiableSet());
  }

  Response page(Query query) {
    Response.Builder page = Response.newBuilder();
    Optional<Position> last = query.after();
    long bytes = 0;
    while (true) {
      int limit = Math.min(CHUNK, query.size() - page.getConsignmentsCount() + 1);
      List<Consignment> chunk = store.page(query.states(), last, limit);
      for (Consignment consignment : chunk) {
        if (page.getConsignmentsCount() == query.size() || bytes > MAX_BYTES) {
          return page.setNextPageToken(last.map(Position::token).orElse("")).build();
        }
        var message = Wire.message(consignment);
        bytes += message.getSerializedSize() + 8; // tag and length
        page.addConsignments(message);
        last = Optional.of(consignment.position());
      }
      if (chunk.size() < limit) {
        return page.build();
      }
    }
  }
}
