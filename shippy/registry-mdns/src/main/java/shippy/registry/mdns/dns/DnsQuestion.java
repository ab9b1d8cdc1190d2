package shippy.registry.mdns.dns;

import static java.util.Objects.requireNonNull;

/**
 * A question.
 *
 * @param type one of {@link DnsType}, or a type that is not known here
 * @param rawClass as on the wire: the highest bit asks for a unicast answer
 */
public record DnsQuestion(DnsName name, int type, int rawClass) {
  private static final int IN = 1;
  private static final int UNICAST = 0x8000;

  public DnsQuestion {
    requireNonNull(name, "name");
  }

  /** A question of class IN. */
  public static DnsQuestion of(DnsName name, int type) {
    return new DnsQuestion(name, type, IN);
  }

  /** Whether it asks for a unicast answer. */
  public boolean wantsUnicast() {
    return (rawClass & UNICAST) != 0;
  }

  /** Whether it asks for this type, or for all. */
  public boolean wants(int wanted) {
    return type == wanted || type == DnsType.ANY;
  }

  /** Whether the record answers it. */
  public boolean isAnsweredBy(DnsRecord item) {
    return wants(item.data().type()) && name.isSame(item.name());
  }
}
