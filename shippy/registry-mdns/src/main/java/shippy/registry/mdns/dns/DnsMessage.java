package shippy.registry.mdns.dns;

import java.util.List;
import java.util.stream.Stream;

/**
 * A message: questions, or records. Immutable.
 *
 * @param additionals records that nobody asked for, but will need
 */
public record DnsMessage(
    int id,
    int flags,
    List<DnsQuestion> questions,
    List<DnsRecord> answers,
    List<DnsRecord> additionals) {
  /** The size of a message that is read or written, in bytes. */
  public static final int MAX_BYTES = 9000;

  private static final int RESPONSE = 0x8000;
  private static final int AUTHORITATIVE = 0x0400;
  private static final int OPCODE_AND_RCODE = 0x780f;

  public DnsMessage {
    questions = List.copyOf(questions);
    answers = List.copyOf(answers);
    additionals = List.copyOf(additionals);
  }

  /** Questions, with the answers that are known already. */
  public static DnsMessage query(List<DnsQuestion> questions, List<DnsRecord> known) {
    return new DnsMessage(0, 0, questions, known, List.of());
  }

  /** Records that nobody asked for. */
  public static DnsMessage announcement(List<DnsRecord> records) {
    return new DnsMessage(0, RESPONSE | AUTHORITATIVE, List.of(), records, List.of());
  }

  /** The answer to a resolver of any kind, with its id and its questions. */
  public DnsMessage reply(List<DnsRecord> records, List<DnsRecord> more) {
    return new DnsMessage(id, RESPONSE | AUTHORITATIVE, questions, records, more);
  }

  public boolean isResponse() {
    return (flags & RESPONSE) != 0;
  }

  /** Whether it is a plain question or a successful answer; all others are to be ignored. */
  public boolean isPlain() {
    return (flags & OPCODE_AND_RCODE) == 0;
  }

  /** All records, in the order of the message. */
  public Stream<DnsRecord> records() {
    return Stream.concat(answers.stream(), additionals.stream());
  }

  /** Reads a message; an {@link IllegalArgumentException} says what is wrong with it. */
  public static DnsMessage read(byte[] packet) {
    return new DnsReader(packet).read();
  }

  /** The message on the wire; an {@link IllegalArgumentException} if it is too large. */
  public byte[] bytes() {
    return new DnsWriter().write(this);
  }
}
