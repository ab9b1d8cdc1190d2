package shippy.registry.mdns.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes one message; a name or its end that came before is a pointer to it. */
final class DnsWriter {
  private static final int POINTER = 0xc000;
  private static final int MAX_POINTER = 0x3fff;
  private static final int IN = 1;
  private static final int FLUSH = 0x8000;

  private final ByteBuffer out = ByteBuffer.allocate(DnsMessage.MAX_BYTES);
  private final Map<List<String>, Integer> names = new HashMap<>();

  byte[] write(DnsMessage message) {
    try {
      unsigned16(message.id());
      unsigned16(message.flags());
      unsigned16(message.questions().size());
      unsigned16(message.answers().size());
      unsigned16(0);
      unsigned16(message.additionals().size());
      message.questions().forEach(this::question);
      message.records().forEach(this::item);
    } catch (BufferOverflowException e) {
      throw new IllegalArgumentException(
          "DNS message: too large (expected: at most %d bytes)".formatted(DnsMessage.MAX_BYTES), e);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private void question(DnsQuestion question) {
    name(question.name());
    unsigned16(question.type());
    unsigned16(question.rawClass());
  }

  private void item(DnsRecord item) {
    name(item.name());
    unsigned16(item.data().type());
    unsigned16(item.flush() ? FLUSH | IN : IN);
    out.putInt(item.ttlSeconds());
    int length = out.position();
    unsigned16(0);
    data(item.data());
    out.putShort(length, (short) (out.position() - length - Short.BYTES));
  }

  private void data(RecordData data) {
    if (data instanceof RecordData.Pointer pointer) {
      name(pointer.target());
    } else if (data instanceof RecordData.Server server) {
      unsigned16(server.priority());
      unsigned16(server.weight());
      unsigned16(server.port());
      name(server.target());
    } else if (data instanceof RecordData.Text text) {
      out.put(text.bytes());
    } else if (data instanceof RecordData.Address host) {
      out.put(host.address().getAddress());
    }
  }

  private void name(DnsName name) {
    List<String> labels = name.labels();
    for (int i = 0; i < labels.size(); i++) {
      List<String> rest = labels.subList(i, labels.size());
      Integer known = names.get(rest);
      if (known != null) {
        unsigned16(POINTER | known);
        return;
      }
      if (out.position() <= MAX_POINTER) {
        names.put(rest, out.position());
      }
      out.put((byte) labels.get(i).length());
      out.put(labels.get(i).getBytes(ISO_8859_1));
    }
    out.put((byte) 0);
  }

  private void unsigned16(int value) {
    out.putShort((short) value);
  }
}
