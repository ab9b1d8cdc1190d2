package shippy.consignment;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import shippy.proto.consignment.Status;
import shippy.service.Statuses;

/** Converts messages to the domain and back; validates what comes in. */
final class ConsignmentProtos {
  /** Half a message, so that an answer has room for at least one consignment. */
  static final int MAX_BYTES = 2 * 1024 * 1024;

  private static final int MAX_CONTAINERS = 10_000;
  private static final int MAX_TEXT = 1_024;

  private ConsignmentProtos() {}

  static ConsignmentContent content(shippy.proto.consignment.Consignment wire) {
    if (wire.getWeight() <= 0) {
      throw Statuses.invalid("weight", wire.getWeight(), "kilograms, more than 0");
    }
    int containers = wire.getContainersCount();
    if (containers == 0 || containers > MAX_CONTAINERS) {
      throw Statuses.invalid("containers", containers, "1 to %d".formatted(MAX_CONTAINERS));
    }
    if (wire.getSerializedSize() > MAX_BYTES) {
      throw Statuses.invalid(
          "consignment", wire.getSerializedSize() + " bytes", "at most " + MAX_BYTES);
    }
    return new ConsignmentContent(
        Statuses.text("description", wire.getDescription(), MAX_TEXT),
        wire.getWeight(),
        containers(wire.getContainersList()));
  }

  static Consignment.State state(Status wire) {
    return switch (wire) {
      case PENDING -> Consignment.State.PENDING;
      case CONFIRMED -> Consignment.State.CONFIRMED;
      case ABORTED -> Consignment.State.ABORTED;
      case CANCELLED -> Consignment.State.CANCELLED;
      case STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw Statuses.invalid("statuses", wire, "PENDING, CONFIRMED, ABORTED or CANCELLED");
    };
  }

  static shippy.proto.consignment.Consignment message(Consignment consignment) {
    ConsignmentContent content = consignment.content();
    var message =
        shippy.proto.consignment.Consignment.newBuilder()
            .setId(consignment.id())
            .setDescription(content.description())
            .setWeight(content.weightKg())
            .setStatus(status(consignment.state()))
            .setCreatedAt(timestamp(consignment.createdAt()));
    consignment.vesselId().ifPresent(message::setVesselId);
    content.containers().forEach(container -> message.addContainers(message(container)));
    return message.build();
  }

  private static List<Container> containers(List<shippy.proto.consignment.Container> wire) {
    List<Container> containers = new ArrayList<>(wire.size());
    for (shippy.proto.consignment.Container container : wire) {
      String path = "containers[%d].".formatted(containers.size());
      containers.add(
          new Container(
              Statuses.text(path + "id", container.getId(), MAX_TEXT),
              Statuses.text(path + "customer_id", container.getCustomerId(), MAX_TEXT),
              Statuses.text(path + "origin", container.getOrigin(), MAX_TEXT),
              Statuses.text(path + "user_id", container.getUserId(), MAX_TEXT)));
    }
    return containers;
  }

  private static shippy.proto.consignment.Container message(Container container) {
    return shippy.proto.consignment.Container.newBuilder()
        .setId(container.id())
        .setCustomerId(container.customerId())
        .setOrigin(container.origin())
        .setUserId(container.userId())
        .build();
  }

  private static Status status(Consignment.State state) {
    return switch (state) {
      case PENDING -> Status.PENDING;
      case CONFIRMED -> Status.CONFIRMED;
      case ABORTED -> Status.ABORTED;
      case CANCELLED -> Status.CANCELLED;
    };
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /**
   * Containers for a database: a consignment message with nothing else, so that the rules for
   * changing messages apply to stored containers too.
   */
  static byte[] bytes(List<Container> containers) {
    var message = shippy.proto.consignment.Consignment.newBuilder();
    containers.forEach(container -> message.addContainers(message(container)));
    return message.build().toByteArray();
  }

  /**
   * What {@link #bytes} was made of.
   *
   * @throws IllegalStateException if the bytes are damaged
   */
  static List<Container> containers(byte[] bytes) {
    try {
      return shippy.proto.consignment.Consignment.parseFrom(bytes).getContainersList().stream()
          .map(c -> new Container(c.getId(), c.getCustomerId(), c.getOrigin(), c.getUserId()))
          .toList();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("stored containers: damaged bytes", e);
    }
  }
}
