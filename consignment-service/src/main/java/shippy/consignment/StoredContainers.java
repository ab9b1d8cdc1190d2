package shippy.consignment;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;

/**
 * Containers as bytes for a database: the wire's {@code Consignment} message with its containers
 * alone, so that the rules by which protobuf messages grow hold for stored ones too. Stateless.
 */
final class StoredContainers {
  private StoredContainers() {}

  static byte[] bytes(List<Container> containers) {
    var message = shippy.proto.consignment.Consignment.newBuilder();
    containers.forEach(container -> message.addContainers(Wire.message(container)));
    return message.build().toByteArray();
  }

  /**
   * What {@link #bytes} was made of.
   *
   * @throws IllegalStateException if the bytes are damaged
   */
  static List<Container> parse(byte[] bytes) {
    try {
      return shippy.proto.consignment.Consignment.parseFrom(bytes).getContainersList().stream()
          .map(c -> new Container(c.getId(), c.getCustomerId(), c.getOrigin(), c.getUserId()))
          .toList();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("stored containers: damaged bytes", e);
    }
  }
}
