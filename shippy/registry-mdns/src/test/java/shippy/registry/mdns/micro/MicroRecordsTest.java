package shippy.registry.mdns.micro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.registry.Endpoint;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.dns.DnsType;
import shippy.registry.mdns.dns.RecordData;

/** go-micro's dialect, as its programs speak it. */
class MicroRecordsTest {
  /** From go-micro's formats: service greeter, 10.0.0.2:50051. */
  private static final String GO_PACKET =
      "0000840000010004000000000767726565746572056d6963726f00000c00010767726565746572056d69"
          + "63726f00000c000100000078003c2c677265657465722d30303030303030302d303030302d303030302d"
          + "303030302d3030303030303030303030310767726565746572056d6963726f002c677265657465722d30"
          + "303030303030302d303030302d303030302d303030302d30303030303030303030303107677265657465"
          + "72056d6963726f000021000100000078000e000a0001c383066d79686f737400066d79686f7374000001"
          + "00010000007800040a0000022c677265657465722d30303030303030302d303030302d303030302d3030"
          + "30302d3030303030303030303030310767726565746572056d6963726f00001000010000007800adac37"
          + "383963316463633331306163303230313030346330626636636564306265633533613630616134303932"
          + "393434393732303838323765373931343666633762323465643134333337303530646631633039386634"
          + "373439613363326531613466363263373535393039633636653862623639613961653436613164666562"
          + "613164373635613438633130326663343035333331383935326665613234356363663930316663396331"
          + "643934";

  private static final Endpoint FIND =
      new Endpoint(
          "V.Find",
          new Endpoint.Value("S", "S", List.of(new Endpoint.Value("capacity", "int32", List.of()))),
          new Endpoint.Value("R", "R", List.of()),
          Map.of("stream", "true"));
  private static final Node NODE =
      new Node("a.b", "a.b-1", "1.2", "10.0.0.2:7", Map.of("zone", "<1>"), List.of(FIND));
  private static final DnsName HOST = DnsName.of("myhost");
  private static final DnsName SERVICE = DnsName.of("a.b.micro");

  private final MicroRecords records = records(NODE).orElseThrow();

  private static Optional<MicroRecords> records(Node node) {
    try {
      return MicroRecords.of(node, InetAddress.getByName("10.0.0.2"), HOST);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void packet_of_a_go_program_is_read() {
    DnsMessage packet = DnsMessage.read(HexFormat.of().parseHex(GO_PACKET));
    assertThat(MicroEntry.in(packet))
        .extracting(MicroEntry::node)
        .containsExactly(
            Node.of("greeter", "greeter-00000000-0000-0000-0000-000000000001", "10.0.0.2:50051")
                .withMetadata(Map.of("protocol", "grpc")));
  }

  @Test
  void node_round_trips_with_its_endpoints() {
    DnsMessage packet = DnsMessage.read(records.announcement().bytes());
    assertThat(MicroEntry.in(packet)).extracting(MicroEntry::node).containsExactly(NODE);
  }

  @Test
  void answer_is_in_go_micros_order_and_echoes_id_and_question() {
    DnsQuestion question = DnsQuestion.of(SERVICE, DnsType.PTR);
    DnsMessage query = new DnsMessage(4711, 0, List.of(question), List.of(), List.of());
    DnsMessage answer = records.answer(query, question).orElseThrow();
    assertThat(answer.id()).isEqualTo(4711);
    assertThat(answer.flags()).isEqualTo(0x8400);
    assertThat(answer.questions()).containsExactly(question);
    assertThat(types(answer)).containsExactly(DnsType.PTR, DnsType.SRV, DnsType.A, DnsType.TXT);
    assertThat(answer.answers())
        .allMatch(item -> item.ttlSeconds() == 120 && !item.flush())
        .extracting(item -> item.name().toString())
        .containsExactly("a.b.micro", "a.b-1.a.b.micro", "myhost", "a.b-1.a.b.micro");
  }

  private static List<Integer> types(DnsMessage message) {
    return message.answers().stream().map(item -> item.data().type()).toList();
  }

  @Test
  void only_exact_names_are_answered_and_probes_are_not() {
    assertThat(answers(SERVICE, DnsType.ANY)).isTrue();
    assertThat(answers(DnsName.of("a.b-1.a.b.micro"), DnsType.SRV)).isTrue();
    assertThat(answers(DnsName.of("_services._dns-sd._udp.micro"), DnsType.PTR)).isTrue();
    assertThat(answers(DnsName.of("A.b.micro"), DnsType.PTR)).isFalse();
    assertThat(answers(SERVICE, DnsType.SRV)).isFalse();
    assertThat(answers(DnsName.of("a.b-1.a.b.micro"), DnsType.PTR)).isFalse();
    assertThat(answers(DnsName.of("b.micro"), DnsType.PTR)).isFalse();
  }

  private boolean answers(DnsName name, int type) {
    DnsQuestion question = DnsQuestion.of(name, type);
    return records.answer(DnsMessage.query(List.of(question), List.of()), question).isPresent();
  }

  @Test
  void announcement_and_goodbye_are_one_packet_without_question_or_pointer() {
    for (DnsMessage message : List.of(records.announcement(), records.goodbye())) {
      assertThat(message.questions()).isEmpty();
      assertThat(types(message)).containsExactly(DnsType.SRV, DnsType.A, DnsType.TXT);
    }
    assertThat(records.goodbye().answers()).allMatch(item -> item.ttlSeconds() == 0);
    assertThat(MicroEntry.in(records.goodbye())).allMatch(MicroEntry::goodbye).hasSize(1);
  }

  @Test
  void name_of_a_service_is_listed_with_the_port_and_the_address_of_nobody() {
    DnsQuestion question = DnsQuestion.of(MicroRecords.SERVICES, DnsType.PTR);
    DnsMessage query = DnsMessage.query(List.of(question), List.of());
    DnsMessage answer = MicroRecords.name("a.b", HOST).answer(query, question).orElseThrow();
    assertThat(MicroEntry.services(answer)).containsExactly("a.b");
    assertThat(MicroEntry.in(answer)).isEmpty();
    assertThat(answer.answers().get(1).data()).isEqualTo(new RecordData.Server(10, 1, 9999, HOST));
    assertThat(answer.answers().get(2).data().toString()).contains("0.0.0.0");
  }

  @Test
  void long_text_is_in_strings_of_255_bytes() {
    List<Endpoint> many =
        IntStream.range(0, 60)
            .mapToObj(i -> new Endpoint("V" + i * 7919, FIND.request(), FIND.response(), Map.of()))
            .toList();
    Node large = new Node("a.b", "a.b-1", "1", "10.0.0.2:7", Map.of(), many);
    DnsRecord text = records(large).orElseThrow().records().get(3);
    byte[] bytes = ((RecordData.Text) text.data()).bytes();
    assertThat(bytes.length).isGreaterThan(600);
    assertThat(bytes[0]).isEqualTo((byte) 255);
    assertThat(bytes[256]).isEqualTo((byte) 255);
    assertThat(MicroText.parse(bytes).endpoints()).isEqualTo(many);
  }

  @Test
  void names_and_texts_that_do_not_fit_have_no_records() {
    assertThat(records(Node.of("a..b", "a", "10.0.0.2:7"))).isEmpty();
    assertThat(records(Node.of("a".repeat(64), "a", "10.0.0.2:7"))).isEmpty();
    assertThat(records(Node.of("a.".repeat(100) + "a", "a.".repeat(100) + "a", "10.0.0.2:7")))
        .isEmpty();
  }

  @Test
  void text_may_have_upper_case_digits_short_strings_and_nulls() {
    String json =
        "{\"Version\":\"1\",\"SERVICE\":\"s\",\"Endpoints\":null,\"Metadata\":null,\"X\":[1]}";
    assertThat(MicroText.parse(text(json.getBytes(UTF_8), 100)))
        .isEqualTo(new MicroText("s", "1", List.of(), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}{}",
        "{\"Service\":1}x",
        "{\"Service\":{}}",
        "{\"Endpoints\":{}}",
        "{\"Metadata\":{\"a\":[]}}",
        "{\"Endpoints\":[{\"request\":[]}]}"
      })
  void text_of_another_form_is_refused(String json) {
    byte[] text = text(json.getBytes(UTF_8), 255);
    assertThatIllegalArgumentException().isThrownBy(() -> MicroText.parse(text));
  }

  @Test
  void deep_values_and_large_texts_are_refused() {
    String deep = "{\"values\":[".repeat(17) + "]}".repeat(17);
    byte[] nested = text(("{\"Endpoints\":[{\"request\":" + deep + "}]}").getBytes(UTF_8), 255);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MicroText.parse(nested))
        .withMessageContaining("too deep");
    byte[] bomb = text(new byte[1 << 20], 255);
    assertThat(bomb.length).isLessThan(10_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MicroText.parse(bomb))
        .withMessage("TXT: not zlib of at most 65536 bytes");
  }

  @Test
  void node_of_another_service_than_its_name_says_is_refused() {
    MicroEntry entry = MicroEntry.in(records.announcement()).get(0);
    MicroEntry other =
        new MicroEntry(
            DnsName.of("x.other.micro"), entry.port(), entry.host(), entry.text(), false);
    assertThatIllegalArgumentException()
        .isThrownBy(other::node)
        .withMessage("service: \"a.b\" (expected: the end of x.other.micro)");
    assertThat(entry.possibleServices()).containsExactly("b-1.a.b", "a.b", "b");
    assertThat(entry.idIn("a.b")).isEqualTo("a.b-1");
  }

  private static byte[] text(byte[] json, int chunk) {
    Deflater deflater = new Deflater(1);
    deflater.setInput(json);
    deflater.finish();
    byte[] packed = new byte[json.length + 100];
    int size = deflater.deflate(packed);
    byte[] digits = HexFormat.of().withUpperCase().formatHex(packed, 0, size).getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < digits.length; i += chunk) {
      int length = Math.min(chunk, digits.length - i);
      out.write(length);
      out.write(digits, i, length);
    }
    return out.toByteArray();
  }
}
