package shippy.consignment;

import static java.util.Objects.requireNonNull;

/** One container, in its sender's words; any of them may be empty. */
record Container(String id, String customerId, String origin, String userId) {
  Container {
    requireNonNull(id, "id");
    requireNonNull(customerId, "customerId");
    requireNonNull(origin, "origin");
    requireNonNull(userId, "userId");
  }
}
