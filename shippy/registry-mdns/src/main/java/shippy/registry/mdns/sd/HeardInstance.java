package shippy.registry.mdns.sd;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.dns.DnsType;
import shippy.registry.mdns.dns.RecordData;

/** What was heard of one instance, and until when it is valid. Not safe for threads. */
final class HeardInstance {
  private static final Duration MAX_TTL = Duration.ofMinutes(75);
  private static final Duration UNRESOLVED = Duration.ofMinutes(1);
  private static final Duration OVERTAKEN = Duration.ofSeconds(1);
  private static final int MAX_QUESTIONS = 5;
  private static final int ASK_AT_PERCENT = 80;
  private static final int ASK_EVERY_PERCENT = 5;
  private static final int PERCENT = 100;

  private final DnsName name;
  private final long since;
  private @Nullable Heard<RecordData> pointer;
  private @Nullable Heard<RecordData.Server> server;
  private @Nullable Heard<RecordData.Text> text;
  private boolean addressInText;
  private int questions;

  private record Heard<T extends RecordData>(T data, boolean flush, long nanos, long until) {
    /** A resolver's answer has a short ttl; it does not shorten what is known. */
    static <T extends RecordData> Heard<T> of(
        T data, DnsRecord item, @Nullable Heard<T> before, long now) {
      long ttl = Math.min(Duration.ofSeconds(item.ttlSeconds()).toNanos(), MAX_TTL.toNanos());
      boolean known = before != null && before.data.equals(data) && before.until > now + ttl;
      long until = known ? requireNonNull(before).until : now + ttl;
      return new Heard<>(data, item.flush(), now, until);
    }

    /**
     * An answer without the cache-flush bit came by another way than the announcements and may have
     * been overtaken by one.
     */
    boolean isNewerThan(DnsRecord item, long now) {
      return flush
          && !item.flush()
          && now - nanos < OVERTAKEN.toNanos()
          && !data.equals(item.data());
    }

    Heard<T> atMost(long limit) {
      return new Heard<>(data, flush, nanos, Math.min(until, limit));
    }

    long percent(long now) {
      return (now - nanos) * PERCENT / Math.max(1, until - nanos);
    }
  }

  HeardInstance(DnsName name, long now) {
    this.name = name;
    this.since = now;
  }

  /** As it was heard, for some hosts answer no other spelling. */
  DnsName name() {
    return name;
  }

  /** Takes a pointer to it, or a record of its name; whether that says something new. */
  boolean take(DnsRecord item, long now) {
    if (item.data() instanceof RecordData.Server data
        && (server == null || !server.isNewerThan(item, now))) {
      boolean news = server == null || !server.data.equals(data);
      server = Heard.of(data, item, server, now);
      questions = 0;
      return news;
    }
    if (item.data() instanceof RecordData.Text data
        && (text == null || !text.isNewerThan(item, now))) {
      boolean news = text == null || !text.data.equals(data);
      text = Heard.of(data, item, text, now);
      addressInText = NodeCodec.hasAddress(data.bytes());
      questions = 0;
      return news;
    }
    if (item.data() instanceof RecordData.Pointer data) {
      pointer = Heard.of(data, item, pointer, now);
    }
    return false;
  }

  Optional<RecordData.Server> server() {
    return Optional.ofNullable(server).map(Heard::data);
  }

  Optional<RecordData.Text> text() {
    return Optional.ofNullable(text).map(Heard::data);
  }

  /** Lets nothing be valid for longer than until then. */
  void limit(long until) {
    pointer = pointer == null ? null : pointer.atMost(until);
    server = server == null ? null : server.atMost(until);
    text = text == null ? null : text.atMost(until);
  }

  /** Whether a record has expired, or has not come in a minute. */
  boolean expired(long now) {
    if (server == null || text == null) {
      return since + UNRESOLVED.toNanos() < now;
    }
    return server.until < now || text.until < now;
  }

  /** The pointer, as long as it has more than half of its time. */
  Optional<DnsRecord> known(long now) {
    if (pointer == null || server == null || text == null || pointer.percent(now) >= PERCENT / 2) {
      return Optional.empty();
    }
    int left = (int) Duration.ofNanos(pointer.until - now).toSeconds();
    return Optional.of(new DnsRecord(DnsSdRecords.TYPE, false, left, pointer.data));
  }

  /** What to ask before it expires: at 80, 85, 90 and 95 % of its time. */
  List<DnsQuestion> refresh(long now) {
    if (server == null || text == null) {
      return List.of();
    }
    long percent = Math.max(server.percent(now), text.percent(now));
    if (percent < ASK_AT_PERCENT + (long) questions * ASK_EVERY_PERCENT) {
      return List.of();
    }
    questions++;
    return List.of(DnsQuestion.of(name, DnsType.SRV), DnsQuestion.of(name, DnsType.TXT));
  }

  /** Whether all that makes a node is there. */
  boolean complete(boolean hasHosts) {
    return server != null && text != null && (hasHosts || addressInText);
  }

  /** Whether nothing was asked since something was heard. */
  boolean unasked() {
    return questions == 0;
  }

  /** What to ask for records that have not come. */
  List<DnsQuestion> missing(boolean hasHosts) {
    if (complete(hasHosts) || questions >= MAX_QUESTIONS) {
      return List.of();
    }
    questions++;
    return server == null || text == null
        ? List.of(DnsQuestion.of(name, DnsType.SRV), DnsQuestion.of(name, DnsType.TXT))
        : List.of(
            DnsQuestion.of(server.data.target(), DnsType.A),
            DnsQuestion.of(server.data.target(), DnsType.AAAA));
  }
}
