package shippy.consignment;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import shippy.service.Statuses;

/** What a client sends: the content of a consignment, which never changes under its id. */
record ConsignmentContent(String description, int weightKg, List<Container> containers) {
  ConsignmentContent {
    requireNonNull(description, "description");
    containers = List.copyOf(containers);
    if (weightKg <= 0 || containers.isEmpty()) {
      throw new IllegalArgumentException(
          "content: %d kg, %d containers (expected: both more than 0)"
              .formatted(weightKg, containers.size()));
    }
  }

  /** A field in which two contents differ, with both values as text. */
  record Difference(String field, String here, String there) {}

  /** The first field in which the other differs; empty if it is equal. */
  Optional<Difference> differenceTo(ConsignmentContent other) {
    return differ("weight", weightKg, other.weightKg)
        .or(() -> differ("containers", containers.size(), other.containers.size()))
        .or(() -> differ("description", description, other.description))
        .or(() -> differenceInContainers(other.containers));
  }

  private Optional<Difference> differenceInContainers(List<Container> others) {
    for (int i = 0; i < containers.size(); i++) {
      if (!containers.get(i).equals(others.get(i))) {
        return difference("containers[%d].".formatted(i), containers.get(i), others.get(i));
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> difference(String path, Container one, Container other) {
    return differ(path + "id", one.id(), other.id())
        .or(() -> differ(path + "customer_id", one.customerId(), other.customerId()))
        .or(() -> differ(path + "origin", one.origin(), other.origin()))
        .or(() -> differ(path + "user_id", one.userId(), other.userId()));
  }

  private static Optional<Difference> differ(String field, Object here, Object there) {
    return here.equals(there)
        ? Optional.empty()
        : Optional.of(new Difference(field, text(here), text(there)));
  }

  private static String text(Object value) {
    return value instanceof String text ? Statuses.quote(text) : value.toString();
  }
}
