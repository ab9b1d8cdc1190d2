package shippy.vessel;

import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import shippy.proto.vessel.ReservationsRequest;
import shippy.proto.vessel.Response;
import shippy.service.Statuses;

/** Pages of live reservations; the largest is some 280 KiB. Blocks on the store. */
final class Listing {
  static final int MAX_PAGE = 1_000;

  private final VesselRepository vessels;

  Listing(VesselRepository vessels) {
    this.vessels = requireNonNull(vessels, "vessels");
  }

  /** A request whose values are checked. */
  record Query(int size, Optional<String> afterId) {}

  /**
   * What the request asks for.
   *
   * @throws StatusRuntimeException {@code INVALID_ARGUMENT}
   */
  static Query query(ReservationsRequest request) {
    int size = request.getPageSize();
    if (size < 0 || size > MAX_PAGE) {
      throw Statuses.invalid(
          "page_size", size, "0 to %d; 0 means %d".formatted(MAX_PAGE, MAX_PAGE));
    }
    String token = request.getPageToken();
    return new Query(
        size == 0 ? MAX_PAGE : size, token.isEmpty() ? Optional.empty() : Optional.of(id(token)));
  }

  Response page(Query query) {
    List<Reservation> found = vessels.reservations(query.afterId(), query.size() + 1);
    if (found.size() <= query.size()) {
      return Wire.page(found, "");
    }
    List<Reservation> page = found.subList(0, query.size());
    return Wire.page(page, token(page.get(page.size() - 1).id()));
  }

  private static String token(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  private static String id(String token) {
    try {
      return Wire.id(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | StatusRuntimeException e) {
      throw Statuses.invalid(
          "page_token", Statuses.quote(token), "next_page_token of the page before");
    }
  }
}
