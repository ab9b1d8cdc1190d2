package shippy.logging.fluentd;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import shippy.clock.Randomness;

/** Events that are sent and acknowledged together. Immutable. */
final class Chunk {
  private final String id;
  private final byte[] message;

  private Chunk(String id, byte[] message) {
    this.id = id;
    this.message = message;
  }

  static Chunk of(String tag, List<byte[]> events) {
    ByteBuffer random = ByteBuffer.allocate(16);
    random.putLong(Randomness.fast().nextLong()).putLong(Randomness.fast().nextLong());
    String id = Base64.getEncoder().encodeToString(random.array());
    MessagePackWriter message = new MessagePackWriter().array(3).text(tag).array(events.size());
    events.forEach(message::packed);
    // As a text: Fluent Bit refuses a binary one.
    message.map(2).text("chunk").text(id).text("size").number(events.size());
    return new Chunk(id, message.toBytes());
  }

  /** What the receiver acknowledges. */
  String id() {
    return id;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(message);
  }
}
