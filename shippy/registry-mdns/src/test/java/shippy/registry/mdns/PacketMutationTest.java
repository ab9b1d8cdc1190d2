package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.clock.DaemonThreads;
import shippy.registry.Endpoint;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.dns.DnsType;
import shippy.registry.mdns.dns.RecordData;
import shippy.registry.mdns.micro.MicroRecords;
import shippy.registry.mdns.sd.DnsSdRecords;
import shippy.testkit.Soak;
import shippy.testkit.registry.SnapshotRecorder;

/** Packets as strangers may send them: real ones with bytes changed, and far too many. */
@Execution(ExecutionMode.CONCURRENT)
class PacketMutationTest {
  /** A million takes 25 s of processor time. */
  private static final int MUTATIONS = Soak.times(200_000, 1_000_000);

  private static final Endpoint.Value REQUEST =
      new Endpoint.Value("R", "R", List.of(new Endpoint.Value("weight", "int32", List.of())));
  private static final Node STRANGER =
      new Node(
          "seed",
          "seed-1",
          "1",
          "127.0.0.1:7",
          Map.of("zone", "1"),
          List.of(new Endpoint("S.M", REQUEST, REQUEST, Map.of())));

  private final Node known = Node.of("known.service", "known.service-1", "127.0.0.1:8");
  private final RegistryParts parts = new RegistryParts();

  private void begin() {
    parts.begin();
    parts.browser.watch(known.service(), new SnapshotRecorder());
    parts.browser.watch(STRANGER.service(), new SnapshotRecorder());
    RegistryParts.announcements(known).forEach(parts::receive);
    parts.announced.register(Node.of("own", "own-1", "127.0.0.1:9"), false);
  }

  /** One of each kind: announcements, goodbyes, questions, and answers to them. */
  private static List<byte[]> seeds() {
    RegistryParts other = new RegistryParts();
    other.begin();
    other.announced.register(STRANGER, false);
    List<DnsMessage> questions =
        List.of(
            query(DnsQuestion.of(MicroRecords.serviceName("seed"), DnsType.PTR)),
            query(DnsQuestion.of(MicroRecords.SERVICES, DnsType.PTR)),
            query(DnsQuestion.of(DnsSdRecords.TYPE, DnsType.PTR)),
            query(DnsQuestion.of(MicroRecords.serviceName("own"), DnsType.ANY)));
    questions.forEach(question -> other.receive(question, 40_000));
    return Stream.of(
            questions,
            other.sent.answered,
            RegistryParts.announcements(STRANGER),
            RegistryParts.goodbyes(STRANGER))
        .flatMap(List::stream)
        .map(DnsMessage::bytes)
        .toList();
  }

  private static DnsMessage query(DnsQuestion question) {
    return DnsMessage.query(List.of(question), List.of());
  }

  @Test
  void mutated_packets_neither_throw_nor_lose_a_service() {
    begin();
    List<byte[]> seeds = seeds();
    assertThat(seeds).hasSizeGreaterThan(8);
    SplittableRandom random = new SplittableRandom(20_261_129);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] packet = mutated(seeds.get(random.nextInt(seeds.size())), random);
      parts.receive(packet, random.nextBoolean() ? LocalAddress.PORT : 40_000);
      if (i % 10_000 == 0) {
        parts.pass(Duration.ofSeconds(1));
        RegistryParts.announcements(known).forEach(parts::receive);
        parts.sent.clear();
      }
    }
    assertThat(parts.browser.shows(known)).isTrue();
    assertThat(parts.browser.nodes("seed").size()).isLessThanOrEqualTo(SeenNodes.MAX_PER_SERVICE);
  }

  private static byte[] mutated(byte[] seed, SplittableRandom random) {
    byte[] packet =
        random.nextInt(8) == 0
            ? Arrays.copyOf(seed, random.nextInt(seed.length + 20))
            : seed.clone();
    for (int changes = random.nextInt(1, 6); changes > 0 && packet.length > 0; changes--) {
      int at = random.nextInt(packet.length);
      packet[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (packet[at] ^ 1 << random.nextInt(8));
            case 2 -> (byte) (0xc0 | random.nextInt(64));
            default -> (byte) (random.nextBoolean() ? 0 : 255);
          };
    }
    return packet;
  }

  @Test
  void flood_of_valid_nodes_is_bounded_and_loses_no_service() {
    begin();
    for (int i = 0; i < 3_000; i++) {
      Node node = Node.of("seed", "seed-" + i, "127.0.0.1:7");
      RegistryParts.announcements(node).forEach(parts::receive);
    }
    for (int i = 0; i < 3_000; i++) {
      String service = "flood" + i;
      RegistryParts.announcements(Node.of(service, service, "127.0.0.1:7")).forEach(parts::receive);
    }
    assertThat(parts.browser.shows(known)).isTrue();
    parts.pass(Lookups.LOOKUP);
    assertThat(parts.browser.nodes("seed")).hasSize(SeenNodes.MAX_PER_SERVICE);
  }

  @Test
  void flood_of_pointers_causes_few_questions() {
    begin();
    parts.sent.clear();
    for (int i = 0; i < 2_000; i++) {
      RecordData to = new RecordData.Pointer(DnsSdRecords.TYPE.child("nobody-" + i));
      parts.receive(
          DnsMessage.announcement(List.of(new DnsRecord(DnsSdRecords.TYPE, false, 120, to))));
    }
    assertThat(parts.sent.asked).hasSizeBetween(40, 50);
  }

  /** Each name is asked for when all services are wanted. */
  @Test
  void flood_of_names_is_bounded() {
    begin();
    Set<String> asked = new HashSet<>();
    DaemonThreads.named("lists").newThread(parts.browser::services).start();
    eventually(
        Duration.ofSeconds(10),
        () -> assertThat(parts.sent.asked.toString()).contains("_services"));
    parts.receive(names(0, 40));
    for (int i = 40; i < 5_000; i += 40) {
      parts.receive(names(i, 40));
      parts.sent.asked.forEach(query -> asked.add(query.questions().get(0).name().toString()));
      parts.sent.clear();
    }
    assertThat(asked).hasSizeBetween(900, 1_001);
  }

  private static DnsMessage names(int from, int count) {
    List<DnsRecord> records = new ArrayList<>();
    IntStream.range(from, from + count)
        .mapToObj(i -> MicroRecords.SERVICES.child("name" + i))
        .map(name -> new RecordData.Pointer(name))
        .forEach(data -> records.add(new DnsRecord(MicroRecords.SERVICES, false, 120, data)));
    return DnsMessage.announcement(records);
  }
}
