package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.registry.Discovery.Watch;
import shippy.registry.Endpoint;
import shippy.registry.Node;
import shippy.registry.Snapshot;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsType;
import shippy.registry.mdns.micro.MicroRecords;
import shippy.registry.mdns.sd.DnsSdRecords;
import shippy.testkit.registry.SnapshotRecorder;

/** What is known when, of nodes that are heard of in one dialect or in both. */
class ServiceBrowserTest {
  private static final Endpoint.Value EMPTY = new Endpoint.Value("E", "E", List.of());
  private static final Node NODE =
      new Node(
          "a.b",
          "a.b-1",
          "1.2",
          "127.0.0.1:7",
          Map.of("zone", "1"),
          List.of(new Endpoint("S.M", EMPTY, EMPTY, Map.of())));
  private static final DnsMessage MICRO = RegistryParts.announcements(NODE).get(0);
  private static final DnsMessage DNS_SD = RegistryParts.announcements(NODE).get(1);

  private final RegistryParts parts = new RegistryParts();
  private final SnapshotRecorder seen = new SnapshotRecorder();

  private void watch() {
    parts.begin();
    parts.browser.watch("a.b", seen);
  }

  private void expect(Node... nodes) {
    eventually(
        Duration.ofSeconds(5),
        () -> assertThat(seen.last()).contains(new Snapshot.Nodes(List.of(nodes))));
  }

  private static Node withoutEndpoints() {
    return new Node(
        NODE.service(), NODE.id(), NODE.version(), NODE.address(), NODE.metadata(), List.of());
  }

  @Test
  void each_dialect_is_enough_and_gos_has_the_endpoints() {
    watch();
    parts.receive(DNS_SD);
    expect(withoutEndpoints());
    parts.receive(MICRO);
    expect(NODE);
    RegistryParts other = new RegistryParts();
    SnapshotRecorder there = new SnapshotRecorder();
    other.begin();
    other.browser.watch("a.b", there);
    other.receive(MICRO);
    eventually(Duration.ofSeconds(5), () -> assertThat(there.nodes()).contains(List.of(NODE)));
  }

  @Test
  void empty_set_is_told_after_the_lookup_time() {
    watch();
    parts.pass(Lookups.LOOKUP.minusMillis(10));
    assertThat(seen.all()).isEmpty();
    parts.pass(Duration.ofMillis(20));
    expect();
  }

  @Test
  void killed_owner_of_both_dialects_is_gone_after_the_ttl() {
    watch();
    parts.receive(MICRO);
    parts.receive(DNS_SD);
    parts.pass(Duration.ofSeconds(9));
    parts.receive(MICRO);
    parts.pass(Duration.ofSeconds(10));
    expect(NODE);
    parts.pass(Duration.ofSeconds(2));
    expect();
  }

  @Test
  void node_that_answers_in_gos_dialect_outlives_its_dns_sd_records() {
    watch();
    parts.receive(DNS_SD);
    parts.receive(MICRO);
    for (int i = 0; i < 10; i++) {
      parts.pass(Duration.ofSeconds(4));
      parts.receive(MICRO);
    }
    expect(NODE);
  }

  @Test
  void goodbye_of_either_dialect_is_believed_at_once() {
    List<DnsMessage> goodbyes = RegistryParts.goodbyes(NODE);
    watch();
    parts.receive(MICRO);
    expect(NODE);
    parts.receive(goodbyes.get(0));
    expect();
    parts.receive(DNS_SD);
    parts.receive(MICRO);
    expect(NODE);
    parts.receive(goodbyes.get(1));
    expect();
  }

  @Test
  void go_program_that_does_not_answer_three_questions_is_gone() {
    watch();
    parts.receive(MICRO);
    expect(NODE);
    parts.sent.clear();
    parts.pass(Duration.ofSeconds(10));
    expect(NODE);
    assertThat(questions("a.b")).isBetween(3, 8);
    parts.pass(Duration.ofSeconds(8));
    expect();
  }

  @Test
  void go_program_that_answers_stays_and_is_asked_every_five_seconds() {
    watch();
    parts.receive(MICRO);
    parts.pass(Duration.ofSeconds(5));
    parts.sent.clear();
    for (int i = 0; i < 60; i++) {
      parts.pass(Duration.ofSeconds(1));
      parts.receive(MICRO);
    }
    expect(NODE);
    assertThat(questions("a.b")).isBetween(11, 13);
  }

  private int questions(String service) {
    return (int)
        parts.sent.asked.stream()
            .flatMap(query -> query.questions().stream())
            .filter(question -> question.name().equals(MicroRecords.serviceName(service)))
            .count();
  }

  @Test
  void questions_become_rare_and_name_what_is_known() {
    watch();
    parts.receive(DNS_SD);
    parts.pass(Duration.ofSeconds(2));
    List<DnsMessage> first = List.copyOf(parts.sent.asked);
    assertThat(first.stream().filter(ServiceBrowserTest::isForType)).hasSizeBetween(4, 6);
    assertThat(first.get(first.size() - 1).answers())
        .as("known answers")
        .extracting(known -> known.name().toString())
        .containsOnly("_shippy._tcp.local");
    parts.sent.clear();
    for (int i = 0; i < 60; i++) {
      parts.pass(Duration.ofSeconds(10));
      parts.receive(DNS_SD);
    }
    assertThat(parts.sent.asked.stream().filter(ServiceBrowserTest::isForType))
        .hasSizeBetween(18, 26);
  }

  private static boolean isForType(DnsMessage query) {
    DnsQuestion question = DnsQuestion.of(DnsSdRecords.TYPE, DnsType.PTR);
    return query.questions().contains(question);
  }

  @Test
  void expiring_records_are_asked_for_by_name() {
    watch();
    parts.receive(DNS_SD);
    parts.pass(Duration.ofSeconds(15));
    parts.sent.clear();
    parts.pass(Duration.ofSeconds(4));
    assertThat(parts.sent.told)
        .flatExtracting(DnsMessage::questions)
        .extracting(question -> question.name() + " " + question.type())
        .containsOnly("a-b-1._shippy._tcp.local 33", "a-b-1._shippy._tcp.local 16");
    assertThat(parts.sent.told).hasSizeBetween(3, 4);
  }

  @Test
  void services_that_nobody_wants_are_not_read() {
    parts.begin();
    parts.receive(MICRO);
    assertThat(parts.browser.shows(NODE)).isFalse();
    watch();
    parts.receive(MICRO);
    assertThat(parts.browser.shows(NODE)).isTrue();
  }

  @Test
  void service_that_nobody_has_wanted_for_long_is_forgotten() {
    parts.begin();
    Watch watch = parts.browser.watch("a.b", seen);
    for (int i = 0; i < 32; i++) {
      parts.receive(MICRO);
      parts.pass(Duration.ofSeconds(4));
    }
    assertThat(parts.browser.shows(NODE)).as("watched").isTrue();
    watch.close();
    parts.pass(Duration.ofSeconds(1));
    assertThat(parts.browser.shows(NODE)).isFalse();
  }
}
