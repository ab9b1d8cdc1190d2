package shippy.e2e;

import static shippy.testkit.Eventually.eventually;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import shippy.e2e.History.Kind;
import shippy.proto.consignment.Consignment;
import shippy.proto.vessel.Vessel;

/**
 * Orders one thing after the other and repeats each, with its id, until the answer is definite.
 * About half of what it orders finds room; a quarter of that is cancelled. For one thread.
 */
final class RetryingClient {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ORDERS_A_VESSEL = 40;

  private final String name;
  private final Services services;
  private final History history;
  private final Random random;
  private int orders;

  RetryingClient(String name, Services services, History history, Random random) {
    this.name = name;
    this.services = services;
    this.history = history;
    this.random = random;
  }

  /** Orders until it is over, and then finishes what it began. */
  void orderUntil(BooleanSupplier over) {
    while (!over.getAsBoolean()) {
      if (orders % ORDERS_A_VESSEL == 0) {
        addVessel();
      }
      one();
    }
  }

  /** Takes all the room of the fleet there is, so that later orders find only what is added. */
  void fillFleet() {
    for (Vessel vessel : services.fleet()) {
      order(new Order(id(), 1, vessel.getMaxWeight() - vessel.getUsedWeight()));
    }
  }

  private void one() {
    Order order = new Order(id(), 1 + random.nextInt(10), 100 + random.nextInt(900));
    Kind outcome = order(order);
    if (random.nextInt(5) == 0) {
      repeat(order, outcome);
    }
    if (outcome == Kind.ACKNOWLEDGED && random.nextInt(4) == 0) {
      cancel(order.id());
    }
  }

  private Kind order(Order order) {
    history.asked(order);
    return answer(order);
  }

  /** The answer must be the same; the audit compares what was noted. */
  private void repeat(Order order, Kind before) {
    Kind now = answer(order);
    if (now != before) {
      history.note(order.id(), Kind.CONTRADICTED, now + " after " + before);
    }
  }

  private Kind answer(Order order) {
    return untilDefinite(
        order.id(), Kind.ACKNOWLEDGED, Kind.REFUSED, () -> services.create(order.message()));
  }

  private void cancel(String id) {
    history.note(id, Kind.CANCEL, "");
    untilDefinite(id, Kind.CANCELLED, Kind.CONTRADICTED, () -> services.cancel(id));
  }

  private Kind untilDefinite(String id, Kind done, Kind refused, Supplier<Consignment> call) {
    Kind[] outcome = new Kind[1];
    eventually(PATIENCE, () -> outcome[0] = attempt(id, done, refused, call));
    return outcome[0];
  }

  private Kind attempt(String id, Kind done, Kind refused, Supplier<Consignment> call) {
    try {
      history.note(id, done, Services.essence(call.get()));
      return done;
    } catch (StatusRuntimeException e) {
      Kind kind = certain(e.getStatus().getCode(), refused).orElse(Kind.UNKNOWN);
      history.note(id, kind, text(e.getStatus()));
      if (kind == Kind.UNKNOWN) {
        throw e;
      }
      return kind;
    }
  }

  private static Optional<Kind> certain(Status.Code code, Kind refused) {
    return switch (code) {
      case FAILED_PRECONDITION -> Optional.of(refused);
      case ALREADY_EXISTS, NOT_FOUND, INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED, DATA_LOSS ->
          Optional.of(Kind.CONTRADICTED);
      default -> Optional.empty();
    };
  }

  private void addVessel() {
    Vessel vessel =
        Vessel.newBuilder()
            .setId("%s-vessel-%d".formatted(name, orders))
            .setName("Storm " + name)
            .setCapacity(120)
            .setMaxWeight(12_000)
            .build();
    eventually(PATIENCE, () -> services.add(vessel));
  }

  private String id() {
    return "%s-%05d".formatted(name, orders++);
  }

  private static String text(Status status) {
    return status.getCode() + ": " + status.getDescription();
  }
}
