package shippy.consignment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a consignment as bytes, for one process: weight, number of containers, then the
 * texts, each after its length. Small numbers take one byte.
 */
final class PackedContent {
  private PackedContent() {}

  /** The bytes, after so many that are left for others. */
  static byte[] pack(ConsignmentContent content, int from) {
    List<byte[]> texts = new ArrayList<>(1 + 4 * content.containers().size());
    texts.add(content.description().getBytes(UTF_8));
    for (Container container : content.containers()) {
      texts.add(container.id().getBytes(UTF_8));
      texts.add(container.customerId().getBytes(UTF_8));
      texts.add(container.origin().getBytes(UTF_8));
      texts.add(container.userId().getBytes(UTF_8));
    }
    int size = from + length(content.weightKg()) + length(content.containers().size());
    for (byte[] text : texts) {
      size += length(text.length) + text.length;
    }
    byte[] packed = new byte[size];
    ByteBuffer out = ByteBuffer.wrap(packed).position(from);
    putNumber(out, content.weightKg());
    putNumber(out, content.containers().size());
    for (byte[] text : texts) {
      putNumber(out, text.length);
      out.put(text);
    }
    return packed;
  }

  /** What {@link #pack} was given. */
  static ConsignmentContent unpack(ByteBuffer in) {
    int weightKg = number(in);
    Container[] containers = new Container[number(in)];
    String description = text(in);
    for (int i = 0; i < containers.length; i++) {
      containers[i] = new Container(text(in), text(in), text(in), text(in));
    }
    return new ConsignmentContent(description, weightKg, List.of(containers));
  }

  private static String text(ByteBuffer in) {
    int length = number(in);
    int start = in.position();
    in.position(start + length);
    return new String(in.array(), in.arrayOffset() + start, length, UTF_8);
  }

  /** Seven bits a byte, the lowest first; the highest bit of a byte says that more follow. */
  private static void putNumber(ByteBuffer out, int number) {
    int rest = number;
    for (; rest > 0x7f; rest >>>= 7) {
      out.put((byte) (rest | 0x80));
    }
    out.put((byte) rest);
  }

  private static int number(ByteBuffer in) {
    int number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      number |= (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  private static int length(int number) {
    return Math.max(1, (38 - Integer.numberOfLeadingZeros(number)) / 7);
  }
}
