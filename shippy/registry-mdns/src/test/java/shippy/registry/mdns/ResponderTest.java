package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.dns.DnsType;
import shippy.registry.mdns.dns.RecordData;
import shippy.registry.mdns.micro.MicroRecords;
import shippy.registry.mdns.sd.DnsSdRecords;

/** Who is told what, and how often. */
class ResponderTest {
  private static final int OWN_PORT = 40_000;
  private static final DnsQuestion TYPE = DnsQuestion.of(DnsSdRecords.TYPE, DnsType.PTR);
  private static final Duration DELAY = Duration.ofMillis(120);

  private final RegistryParts parts = new RegistryParts();

  @BeforeEach
  void announce() {
    parts.begin();
    parts.announced.register(Node.of("a.b", "a.b-1", "127.0.0.1:1"), false);
    parts.announced.register(Node.of("a.b", "a.b-2", "127.0.0.1:2"), false);
    parts.pass(Duration.ofSeconds(5));
    parts.sent.clear();
  }

  private static DnsMessage query(int id, DnsQuestion... questions) {
    return new DnsMessage(id, 0, List.of(questions), List.of(), List.of());
  }

  @Test
  void go_program_gets_one_packet_for_each_instance_at_once() {
    DnsQuestion question = DnsQuestion.of(MicroRecords.serviceName("a.b"), DnsType.PTR);
    parts.receive(query(7, question), OWN_PORT);
    assertThat(parts.sent.answered)
        .hasSize(2)
        .allMatch(answer -> answer.id() == 7 && answer.questions().equals(List.of(question)));
    assertThat(parts.sent.told).isEmpty();
    parts.receive(query(8, DnsQuestion.of(MicroRecords.SERVICES, DnsType.PTR)), OWN_PORT);
    assertThat(parts.sent.answered).as("one name for both").hasSize(3);
  }

  @Test
  void program_with_a_port_of_its_own_is_answered_alone_with_short_ttls() {
    parts.receive(query(7, TYPE), OWN_PORT);
    assertThat(parts.sent.answered).hasSize(1);
    DnsMessage answer = parts.sent.answered.get(0);
    assertThat(answer.id()).isEqualTo(7);
    assertThat(answer.questions()).containsExactly(TYPE);
    assertThat(answer.answers()).hasSize(2);
    assertThat(answer.additionals()).hasSize(6);
    assertThat(answer.records()).allMatch(item -> item.ttlSeconds() == 10 && !item.flush());
  }

  @Test
  void question_with_the_unicast_bit_is_answered_alone_with_full_ttls() {
    parts.receive(
        query(0, new DnsQuestion(DnsSdRecords.TYPE, DnsType.PTR, 0x8001)), LocalAddress.PORT);
    assertThat(parts.sent.answered).hasSize(1);
    assertThat(parts.sent.answered.get(0).questions()).isEmpty();
    assertThat(parts.sent.answered.get(0).records()).allMatch(item -> item.ttlSeconds() == 20);
  }

  @Test
  void question_of_all_is_answered_to_all_after_a_delay_and_once_a_second() {
    parts.receive(query(0, TYPE));
    assertThat(parts.sent.told).isEmpty();
    parts.clock.advance(DELAY);
    assertThat(parts.sent.told).hasSize(2);
    assertThat(parts.sent.told)
        .allMatch(answer -> answer.questions().isEmpty() && answer.answers().size() == 4);
    parts.receive(query(0, TYPE));
    parts.clock.advance(DELAY);
    assertThat(parts.sent.told).hasSize(2);
    parts.clock.advance(Duration.ofSeconds(1));
    parts.receive(query(0, TYPE));
    parts.clock.advance(DELAY);
    assertThat(parts.sent.told).hasSize(4);
  }

  @Test
  void known_answer_is_not_repeated_unless_it_is_old() {
    DnsName known = DnsSdRecords.TYPE.child("a-b-1");
    for (int ttl : List.of(9, 10)) {
      DnsRecord item = new DnsRecord(DnsSdRecords.TYPE, false, ttl, new RecordData.Pointer(known));
      parts.receive(DnsMessage.query(List.of(TYPE), List.of(item)));
      parts.clock.advance(DELAY);
    }
    assertThat(parts.sent.told).hasSize(2);
    parts.sent.clear();
    parts.clock.advance(Duration.ofSeconds(1));
    parts.receive(
        DnsMessage.query(
            List.of(TYPE),
            List.of(new DnsRecord(DnsSdRecords.TYPE, false, 10, new RecordData.Pointer(known)))));
    parts.clock.advance(DELAY);
    assertThat(parts.sent.told).hasSize(1);
  }

  @Test
  void records_and_types_are_answered_in_any_case() {
    parts.receive(query(1, DnsQuestion.of(DnsName.of("A-B-1._SHIPPY._tcp.local"), 33)), OWN_PORT);
    assertThat(parts.sent.answered.get(0).answers()).hasSize(1);
    assertThat(parts.sent.answered.get(0).additionals()).hasSize(3);
    parts.receive(query(2, DnsQuestion.of(DnsSdRecords.ENUMERATION, DnsType.PTR)), OWN_PORT);
    assertThat(parts.sent.answered.get(1).answers().get(0).data())
        .isEqualTo(new RecordData.Pointer(DnsSdRecords.TYPE));
    parts.receive(query(3, DnsQuestion.of(DnsName.of("_other._tcp.local"), 12)), OWN_PORT);
    assertThat(parts.sent.answered).hasSize(2);
  }

  @Test
  void response_is_never_answered() {
    DnsQuestion question = DnsQuestion.of(MicroRecords.serviceName("a.b"), DnsType.PTR);
    parts.receive(new DnsMessage(0, 0x8400, List.of(question), List.of(), List.of()), OWN_PORT);
    assertThat(parts.sent.answered).isEmpty();
  }

  @Test
  void answers_have_a_limit_whoever_asks() {
    DnsMessage query = query(7, DnsQuestion.of(MicroRecords.serviceName("a.b"), DnsType.PTR));
    IntStream.range(0, 5_000).forEach(i -> parts.receive(query, OWN_PORT));
    assertThat(parts.sent.answered).hasSize(2_000);
    parts.clock.advance(Duration.ofMillis(100));
    IntStream.range(0, 5_000).forEach(i -> parts.receive(query, OWN_PORT));
    assertThat(parts.sent.answered).hasSizeBetween(2_199, 2_200);
  }

  @Test
  void announcement_has_all_records_in_one_packet_and_is_repeated() {
    parts.announced.register(Node.of("c", "c-1", "127.0.0.1:3"), false);
    assertThat(parts.sent.told).hasSize(2);
    assertThat(parts.sent.told.get(1).answers())
        .extracting(item -> item.data().type() + " " + item.flush() + " " + item.ttlSeconds())
        .containsExactly("12 false 20", "33 true 20", "16 true 20", "1 true 20");
    parts.sent.clear();
    parts.pass(Duration.ofSeconds(4));
    assertThat(ofDomain("micro")).hasSize(2);
    assertThat(ofDomain("local")).hasSizeBetween(1, 3); // and one of each of the others
  }

  private List<DnsMessage> ofDomain(String domain) {
    return parts.sent.told.stream()
        .filter(DnsMessage::isResponse)
        .filter(message -> message.answers().get(0).name().endsWith(DnsName.of(domain)))
        .filter(message -> message.toString().contains("Server"))
        .filter(message -> message.toString().contains("c-1"))
        .toList();
  }

  @Test
  void goodbye_keeps_the_address_that_another_node_needs() {
    parts.announced.deregister(Node.of("a.b", "a.b-1", "127.0.0.1:1"));
    assertThat(parts.sent.told.get(1).answers())
        .allMatch(item -> item.ttlSeconds() == 0)
        .hasSize(3);
    parts.announced.deregister(Node.of("a.b", "a.b-2", "127.0.0.1:2"));
    assertThat(parts.sent.told.get(3).answers()).hasSize(4);
    parts.clock.advance(Duration.ofMillis(100));
    assertThat(parts.sent.told).as("each twice").hasSize(8);
  }

  @Test
  void label_that_another_host_claims_is_given_up() {
    DnsMessage claim = RegistryParts.announcements(Node.of("a.b", "a.b-1", "127.0.0.1:9")).get(1);
    DnsMessage other =
        DnsMessage.announcement(
            claim.answers().stream().map(item -> onHost(item, "other.local")).toList());
    parts.receive(other);
    assertThat(parts.sent.told.get(1).answers().get(1).name().toString())
        .matches("a-b-1-[0-9a-f]{10}._shippy._tcp.local");
    parts.sent.clear();
    parts.receive(other);
    assertThat(parts.sent.told).as("not its label any more").isEmpty();
  }

  private static DnsRecord onHost(DnsRecord item, String host) {
    return item.data() instanceof RecordData.Server server
        ? new DnsRecord(
            item.name(), true, 20, new RecordData.Server(0, 0, server.port(), DnsName.of(host)))
        : item;
  }
}
