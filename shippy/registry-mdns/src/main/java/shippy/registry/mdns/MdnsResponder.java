package shippy.registry.mdns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import shippy.clock.Clock;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.micro.MicroRecords;
import shippy.registry.mdns.sd.DnsSdRecords;

/**
 * Answers the questions of others about the announced nodes. In go-micro's dialect at once and to
 * the one who asks; in DNS-SD the same for those who ask from a port of their own or want it, and
 * to all, after the delay of RFC 6762 §6, for the rest. Called by one thread.
 */
final class MdnsResponder {
  /** So many unicast packets a second, and at once after a pause, whoever asks. */
  private static final int MAX_PER_SECOND = 2000;

  private static final int PACKET_BYTES = 1200; // and a name or two: one Ethernet frame
  private static final int MIN_DELAY_MS = 20;
  private static final int MAX_DELAY_MS = 120;

  private final AnnouncedNodes announced;
  private final PacketSender sender;
  private final Clock clock;
  private final RandomGenerator random;
  private final TokenBucket bucket;

  MdnsResponder(
      AnnouncedNodes announced, PacketSender sender, Clock clock, RandomGenerator random) {
    this.announced = announced;
    this.sender = sender;
    this.clock = clock;
    this.random = random;
    this.bucket = new TokenBucket(MAX_PER_SECOND, clock);
  }

  /** Answers a query, if it is about something that is announced. */
  void asked(DnsMessage query, InetSocketAddress source) {
    List<Announcement> all = announced.all();
    if (all.isEmpty()) {
      return;
    }
    answerMicro(query, all, source);
    boolean legacy = source.getPort() != announced.port();
    if (legacy || query.questions().stream().anyMatch(DnsQuestion::wantsUnicast)) {
      answerOne(query, all, source, legacy);
    } else {
      answerAll(query, all);
    }
  }

  private void answerMicro(DnsMessage query, List<Announcement> all, InetSocketAddress source) {
    for (DnsQuestion question : query.questions()) {
      if (question.name().endsWith(MicroRecords.SERVICES)) {
        names(all)
            .flatMap(name -> name.answer(query, question).stream())
            .forEach(answer -> answer(answer, source));
      } else if (question.name().endsWith(MicroRecords.DOMAIN)) {
        all.stream()
            .flatMap(one -> one.micro().stream())
            .flatMap(micro -> micro.answer(query, question).stream())
            .forEach(answer -> answer(answer, source));
      }
    }
  }

  /** One for each name of a service, however many nodes it has. */
  private Stream<MicroRecords> names(List<Announcement> all) {
    Set<String> services = new LinkedHashSet<>();
    all.stream()
        .filter(one -> one.micro().isPresent())
        .forEach(one -> services.add(one.node().service()));
    return services.stream().map(service -> MicroRecords.name(service, announced.microHost()));
  }

  private void answer(DnsMessage response, InetSocketAddress to) {
    if (bucket.take()) {
      sender.answer(response, to);
    }
  }

  private void answerOne(
      DnsMessage query, List<Announcement> all, InetSocketAddress to, boolean legacy) {
    DnsMessage asked = legacy ? query : DnsMessage.query(List.of(), query.answers());
    List<DnsRecord> answers = new ArrayList<>();
    List<DnsRecord> more = new ArrayList<>();
    if (query.questions().stream().anyMatch(DnsSdRecords::isEnumeration)) {
      answers.add(plain(all.get(0).records().type(), legacy));
    }
    for (Announcement one : all) {
      DnsSdRecords records = one.records();
      List<DnsRecord> found = records.answersTo(query.questions());
      if (found.isEmpty() || records.isKnown(query)) {
        continue;
      }
      found.forEach(item -> answers.add(plain(item, legacy)));
      records.all().stream()
          .filter(item -> !found.contains(item))
          .forEach(item -> more.add(plain(item, legacy)));
      if (asked.reply(answers, more).bytes().length > PACKET_BYTES) {
        answer(asked.reply(answers, more), to);
        answers.clear();
        more.clear();
      }
    }
    if (!answers.isEmpty()) {
      answer(asked.reply(answers, more), to);
    }
  }

  private static DnsRecord plain(DnsRecord item, boolean legacy) {
    return legacy ? item.legacy(DnsSdRecords.LEGACY_TTL_SECONDS) : item;
  }

  private void answerAll(DnsMessage query, List<Announcement> all) {
    List<Announcement> asked =
        all.stream()
            .filter(one -> !one.records().answersTo(query.questions()).isEmpty())
            .filter(one -> !one.records().isKnown(query))
            .toList();
    boolean type = query.questions().stream().anyMatch(DnsSdRecords::isEnumeration);
    if (!asked.isEmpty() || type) {
      long delay = random.nextInt(MIN_DELAY_MS, MAX_DELAY_MS);
      clock.schedule(Duration.ofMillis(delay), () -> tellAll(asked, type));
    }
  }

  private void tellAll(List<Announcement> asked, boolean type) {
    List<Announcement> now = announced.all();
    if (type && !now.isEmpty()) {
      sender.multicast(DnsMessage.announcement(List.of(now.get(0).records().type())));
    }
    for (Announcement one : asked) {
      if (now.contains(one)) {
        one.forAll(clock.nanoTime()).ifPresent(sender::multicast);
      }
    }
  }
}
