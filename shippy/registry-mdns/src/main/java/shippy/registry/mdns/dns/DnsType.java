package shippy.registry.mdns.dns;

/** The types of records that are read and written, and the type of questions for all of them. */
public final class DnsType {
  public static final int A = 1;
  public static final int PTR = 12;
  public static final int TXT = 16;
  public static final int AAAA = 28;
  public static final int SRV = 33;
  public static final int ANY = 255;

  private DnsType() {}
}
