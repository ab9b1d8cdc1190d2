package shippy.registry.mdns.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one message. A packet cannot make it loop or use more than a megabyte: compression pointers
 * only lead back, labels are counted, and records of other types are passed over.
 */
final class DnsReader {
  private static final int HEADER = 12;
  private static final int LABEL_BITS = 0xc0;
  private static final int POINTER = 0xc0;
  private static final int FLUSH = 0x8000;
  private static final int IN = 1;
  private static final int ROOM_OF_SRV = 6;

  /** More than 800 records, which fill a packet, have with twelve labels each. */
  private static final int MAX_LABELS = 10_000;

  private final ByteBuffer in;
  private int labelsRead;

  DnsReader(byte[] packet) {
    if (packet.length < HEADER || packet.length > DnsMessage.MAX_BYTES) {
      throw new IllegalArgumentException(
          "DNS message: %d bytes (expected: %d-%d)"
              .formatted(packet.length, HEADER, DnsMessage.MAX_BYTES));
    }
    in = ByteBuffer.wrap(packet);
  }

  DnsMessage read() {
    int id = unsigned16();
    int flags = unsigned16();
    int questions = unsigned16();
    int answers = unsigned16();
    int authorities = unsigned16();
    int additionals = unsigned16();
    List<DnsQuestion> asked = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      asked.add(new DnsQuestion(name(), unsigned16(), unsigned16()));
    }
    List<DnsRecord> answered = records(answers);
    records(authorities); // they say what a prober would like to be true
    return new DnsMessage(id, flags, asked, answered, records(additionals));
  }

  private List<DnsRecord> records(int count) {
    List<DnsRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      item().ifPresent(records::add);
    }
    return records;
  }

  private Optional<DnsRecord> item() {
    DnsName name = name();
    int type = unsigned16();
    int rawClass = unsigned16();
    require(Integer.BYTES);
    int ttl = Math.max(0, in.getInt()); // RFC 2181 §8
    int end = unsigned16();
    require(end);
    end += in.position();
    Optional<RecordData> data =
        (rawClass & ~FLUSH) == IN ? data(type, end) : Optional.<RecordData>empty();
    in.position(end);
    return data.map(read -> new DnsRecord(name, (rawClass & FLUSH) != 0, ttl, read));
  }

  private Optional<RecordData> data(int type, int end) {
    int size = end - in.position();
    return switch (type) {
      case DnsType.PTR -> Optional.of(new RecordData.Pointer(nameWithin(end)));
      case DnsType.SRV -> Optional.of(server(size, end));
      case DnsType.TXT -> Optional.of(RecordData.Text.of(bytes(size)));
      case DnsType.A -> Optional.of(new RecordData.Address(address(size, 4)));
      case DnsType.AAAA -> Optional.of(new RecordData.Address(address(size, 16)));
      default -> Optional.empty();
    };
  }

  private RecordData server(int size, int end) {
    if (size <= ROOM_OF_SRV) {
      throw new IllegalArgumentException("SRV record: %d bytes".formatted(size));
    }
    return new RecordData.Server(unsigned16(), unsigned16(), unsigned16(), nameWithin(end));
  }

  private InetAddress address(int size, int expected) {
    if (size != expected) {
      throw new IllegalArgumentException(
          "address record: %d bytes (expected: %d)".formatted(size, expected));
    }
    try {
      return InetAddress.getByAddress(bytes(size));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  private DnsName nameWithin(int end) {
    DnsName name = name();
    if (in.position() != end) {
      throw new IllegalArgumentException("name in a record: ends elsewhere than the record");
    }
    return name;
  }

  private DnsName name() {
    List<String> labels = new ArrayList<>();
    int border = in.position();
    int after = -1;
    while (true) {
      int length = unsigned8();
      if (length == 0) {
        break;
      }
      if ((length & LABEL_BITS) == POINTER) {
        int target = (length & ~LABEL_BITS) << 8 | unsigned8();
        after = after < 0 ? in.position() : after;
        if (target >= border) {
          throw new IllegalArgumentException("compression: leads forward");
        }
        border = target;
        in.position(target);
      } else if ((length & LABEL_BITS) == 0 && labelsRead++ < MAX_LABELS) {
        labels.add(new String(bytes(length), ISO_8859_1));
      } else {
        throw new IllegalArgumentException("DNS label: of an unknown kind, or too many");
      }
    }
    if (after >= 0) {
      in.position(after);
    }
    return new DnsName(labels);
  }

  private byte[] bytes(int count) {
    require(count);
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private int unsigned8() {
    require(1);
    return Byte.toUnsignedInt(in.get());
  }

  private int unsigned16() {
    require(Short.BYTES);
    return Short.toUnsignedInt(in.getShort());
  }

  private void require(int count) {
    if (in.remaining() < count) {
      throw new IllegalArgumentException("DNS message: ends too early");
    }
  }
}
