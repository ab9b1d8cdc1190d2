package shippy.registry.mdns.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.net.Inet4Address;
import java.net.InetAddress;

/** What a record says. Records of other types are not read. */
public sealed interface RecordData {
  /** The number of the type in the DNS. */
  int type();

  /** There is something with this name. */
  record Pointer(DnsName target) implements RecordData {
    public Pointer {
      requireNonNull(target, "target");
    }

    @Override
    public int type() {
      return DnsType.PTR;
    }
  }

  /** Where a service runs. */
  record Server(int priority, int weight, int port, DnsName target) implements RecordData {
    public Server {
      requireNonNull(target, "target");
    }

    @Override
    public int type() {
      return DnsType.SRV;
    }
  }

  /**
   * Strings, each after a byte with its length.
   *
   * @param octets the bytes, one Latin-1 character each
   */
  record Text(String octets) implements RecordData {
    public Text {
      requireNonNull(octets, "octets");
    }

    /** A record of these bytes. */
    public static Text of(byte[] bytes) {
      return new Text(new String(bytes, ISO_8859_1));
    }

    public byte[] bytes() {
      return octets.getBytes(ISO_8859_1);
    }

    @Override
    public int type() {
      return DnsType.TXT;
    }
  }

  /** The address of a host, of either family. */
  record Address(InetAddress address) implements RecordData {
    public Address {
      requireNonNull(address, "address");
    }

    @Override
    public int type() {
      return address instanceof Inet4Address ? DnsType.A : DnsType.AAAA;
    }
  }
}
