package shippy.registry.mdns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsType;
import shippy.registry.mdns.micro.MicroRecords;

/**
 * What this program wants to know in go-micro's dialect, which has no question for all services: a
 * service is asked for as long as somebody watches it or has wanted it lately. Times are readings
 * of one monotonic clock, in nanoseconds. Not safe for threads.
 */
final class Lookups {
  /** A lookup without an answer ends after this time. */
  static final Duration LOOKUP = Duration.ofSeconds(2);

  /** The other answers follow the first one within this time. */
  static final Duration QUIET = Duration.ofMillis(300);

  /** The lookup for the names of all services. */
  static final String ALL = "";

  private static final int MAX = 1000;
  private static final Duration KEPT = Duration.ofMinutes(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);
  private static final Duration ALIVE_PAUSE = Duration.ofSeconds(5);

  private final Map<String, Lookup> all = new LinkedHashMap<>();

  /** One lookup. */
  static final class Lookup {
    private final String service;
    private final Optional<DnsQuestion> question;
    private final AskSchedule schedule;
    private long started;
    private long news;
    private long wanted;
    private boolean settled;
    private boolean found;

    private Lookup(String service, long now) {
      this.service = service;
      this.question = question(service);
      this.schedule = new AskSchedule(now);
      restart(now);
      this.wanted = now;
    }

    private static Optional<DnsQuestion> question(String service) {
      try {
        DnsName name =
            service.equals(ALL) ? MicroRecords.SERVICES : MicroRecords.serviceName(service);
        return Optional.of(DnsQuestion.of(name, DnsType.PTR));
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // no name of go-micro's dialect, so no Go program has it
      }
    }

    private void restart(long now) {
      schedule.restart(now);
      started = now;
      news = now;
      settled = false;
      found = false;
    }

    String service() {
      return service;
    }

    Optional<DnsQuestion> question() {
      return question;
    }

    /** How long to wait for more answers. */
    Duration left(boolean found, long now) {
      Duration lookup = LOOKUP.minusNanos(now - started);
      Duration quiet = QUIET.minusNanos(now - news);
      return found && quiet.compareTo(lookup) < 0 ? quiet : lookup;
    }

    /** Whether its time is over. */
    boolean settled(long now) {
      return now - started >= LOOKUP.toNanos();
    }

    private boolean settlesNow(long now) {
      boolean first = settled(now) && !settled;
      settled |= first;
      return first;
    }
  }

  /** The lookup for a service; begins one if there is none. */
  Lookup want(String service, long now) {
    Lookup known = all.get(service);
    if (known == null) {
      if (all.size() >= MAX) {
        all.values().stream()
            .min(Comparator.comparingLong(lookup -> lookup.wanted))
            .ifPresent(oldest -> all.remove(oldest.service));
      }
      known = new Lookup(service, now);
      all.put(service, known);
    }
    known.wanted = now;
    return known;
  }

  /** Somebody wants all services: keeps those that are known. */
  void wantAll(long now) {
    all.values().forEach(lookup -> lookup.wanted = now);
  }

  boolean has(String service) {
    return all.containsKey(service);
  }

  int size() {
    return all.size();
  }

  /** Whether there is no room for another one without dropping one. */
  boolean full() {
    return all.size() >= MAX;
  }

  /** Whether an empty set is to be told: the time is over, or there was a node before. */
  boolean canBeEmpty(String service, long now) {
    Lookup lookup = all.get(service);
    return lookup != null && (lookup.found || lookup.settled(now));
  }

  /** The service has a node. */
  void found(String service) {
    Lookup lookup = all.get(service);
    if (lookup != null) {
      lookup.found = true;
    }
  }

  /** Something of the service has changed. */
  void news(String service, long now) {
    for (String name : List.of(service, ALL)) {
      @Nullable Lookup lookup = all.get(name);
      if (lookup != null) {
        lookup.news = now;
      }
    }
  }

  /** Starts all over, on a new link. */
  void restart(long now) {
    all.values().forEach(lookup -> lookup.restart(now));
  }

  /** The services whose time is over since the last call. */
  List<String> settling(long now) {
    return all.values().stream()
        .filter(lookup -> lookup.settlesNow(now))
        .map(Lookup::service)
        .toList();
  }

  /** Those to ask for now. */
  List<Lookup> due(long now, Predicate<String> needsQuestions) {
    return all.values().stream()
        .filter(
            lookup ->
                lookup.schedule.due(
                    now, needsQuestions.test(lookup.service) ? ALIVE_PAUSE : LONGEST_PAUSE))
        .toList();
  }

  /** Ends lookups that nobody has wanted for long; returns their services. */
  List<String> expire(long now, Collection<String> watched) {
    List<String> ended = new ArrayList<>();
    for (Lookup lookup : List.copyOf(all.values())) {
      if (now - lookup.wanted > KEPT.toNanos() && !watched.contains(lookup.service)) {
        all.remove(lookup.service);
        ended.add(lookup.service);
      }
    }
    return ended;
  }
}
