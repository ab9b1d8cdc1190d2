package shippy.registry.mdns.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import javax.jmdns.impl.DNSIncoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsMessageTest {
  private static final DnsName HOST = DnsName.of("host.local");

  @Test
  void any_message_round_trips() throws UnknownHostException {
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < 5_000; i++) {
      DnsMessage message = message(random);
      assertThat(DnsMessage.read(message.bytes())).isEqualTo(message);
    }
  }

  private static DnsMessage message(SplittableRandom random) throws UnknownHostException {
    List<DnsQuestion> questions = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      questions.add(
          new DnsQuestion(name(random), random.nextInt(1 << 16), random.nextInt(1 << 16)));
    }
    return new DnsMessage(
        random.nextInt(1 << 16), random.nextInt(1 << 16), questions, some(random), some(random));
  }

  private static List<DnsRecord> some(SplittableRandom random) throws UnknownHostException {
    List<DnsRecord> records = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      int ttl = random.nextInt(Integer.MAX_VALUE);
      records.add(new DnsRecord(name(random), random.nextBoolean(), ttl, data(random)));
    }
    return records;
  }

  private static RecordData data(SplittableRandom random) throws UnknownHostException {
    byte[] bytes = new byte[random.nextInt(1_000)];
    random.nextBytes(bytes);
    return switch (random.nextInt(5)) {
      case 0 -> new RecordData.Pointer(name(random));
      case 1 -> new RecordData.Server(1, 2, random.nextInt(1 << 16), name(random));
      case 2 -> RecordData.Text.of(bytes);
      case 3 -> new RecordData.Address(InetAddress.getByName("10.0.0." + random.nextInt(256)));
      default -> new RecordData.Address(InetAddress.getByName("fd00::" + random.nextInt(256)));
    };
  }

  /** Of few labels, so that ends of names come again. */
  private static DnsName name(SplittableRandom random) {
    DnsName name = new DnsName(List.of());
    for (int i = random.nextInt(4); i > 0; i--) {
      name = name.child(List.of("a", "local", "x.y", "Ä", "l".repeat(63)).get(random.nextInt(5)));
    }
    return name;
  }

  @Test
  void another_stack_reads_what_is_written() throws Exception {
    DnsName type = DnsName.of("_shippy._tcp.local");
    DnsName instance = type.child("a-1");
    byte[] bytes =
        DnsMessage.announcement(
                List.of(
                    new DnsRecord(type, false, 20, new RecordData.Pointer(instance)),
                    new DnsRecord(instance, true, 20, new RecordData.Server(0, 0, 7001, HOST)),
                    new DnsRecord(
                        instance, true, 20, RecordData.Text.of(new byte[] {3, 'a', '=', '1'})),
                    new DnsRecord(
                        HOST, true, 20, new RecordData.Address(InetAddress.getByName("10.0.0.1")))))
            .bytes();
    DNSIncoming read = new DNSIncoming(new DatagramPacket(bytes, bytes.length));
    assertThat(read.getAllAnswers())
        .extracting(
            item -> item.getName() + " " + item.getRecordType().name() + " " + item.isUnique())
        .containsExactly(
            "_shippy._tcp.local. TYPE_PTR false",
            "a-1._shippy._tcp.local. TYPE_SRV true",
            "a-1._shippy._tcp.local. TYPE_TXT true",
            "host.local. TYPE_A true");
    assertThat(bytes).hasSizeLessThan(120); // names are compressed
  }

  @Test
  void records_of_other_types_and_classes_are_passed_over() {
    byte[] message =
        HexFormat.of()
            .parseHex(
                "000084000000000300000000"
                    + "0161000001000300000001000401020304" // class CH
                    + "016200002f00010000000100020000" // NSEC
                    + "0163000001000100000001000401020304");
    assertThat(DnsMessage.read(message).answers())
        .extracting(item -> item.name().toString())
        .containsExactly("c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // no header
        "0000000000010000000000", // half a header
        "000000000001000000000000", // no question
        "000000000001000000000000c00c00010001", // a name that is itself
        "000000000001000000000000c01000010001c00c", // leads forward
        "0000000000010000000000000161c00c00010001", // comes back to its own begin
        "00000000000100000000000040610000010001", // a label of an unknown kind
        "0000840000000001000000000161000001000100000001000301020304", // an address of 3 bytes
        "0000840000000001000000000161000021000100000001000600000000000", // SRV without a target
        "000084000000000100000000016100000c000100000001000502616200ff", // ends elsewhere
        "00008400000000010000000001610000100001000000010004010203", // ends too early
      })
  void malformed_messages_are_refused(String hex) {
    byte[] packet = HexFormat.of().parseHex(hex.substring(0, hex.length() / 2 * 2));
    assertThatIllegalArgumentException().isThrownBy(() -> DnsMessage.read(packet));
  }

  @Test
  void sizes_are_bounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsMessage.read(new byte[9001]))
        .withMessage("DNS message: 9001 bytes (expected: 12-9000)");
    DnsRecord large = new DnsRecord(HOST, true, 1, RecordData.Text.of(new byte[9000]));
    assertThatIllegalArgumentException()
        .isThrownBy(DnsMessage.announcement(List.of(large))::bytes)
        .withMessage("DNS message: too large (expected: at most 9000 bytes)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HOST.child("x".repeat(64)))
        .withMessage("DNS label: 64 bytes (expected: 1-63)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsName.of("123456789.".repeat(26) + "a"))
        .withMessage("DNS name: 263 bytes (expected: at most 255)");
  }

  @Test
  void packet_of_pointers_to_a_long_name_is_refused() {
    StringBuilder hex = new StringBuilder("000000000232000000000000");
    hex.append("0161".repeat(120)).append("0000010001").append("c00c00010001".repeat(561));
    byte[] packet = HexFormat.of().parseHex(hex);
    assertThatIllegalArgumentException().isThrownBy(() -> DnsMessage.read(packet));
  }

  @Test
  void names_are_compared_without_case_and_keep_theirs() {
    DnsName name = DnsName.of("Ab.Local");
    assertThat(name.isSame(DnsName.of("aB.lOCAL"))).isTrue();
    assertThat(name).isNotEqualTo(DnsName.of("ab.local")).hasToString("Ab.Local");
    assertThat(name.endsWith(DnsName.of("LOCAL"))).isTrue();
    assertThat(DnsName.of("local").child("a.b").isSame(DnsName.of("a.b.local"))).isFalse();
  }
}
