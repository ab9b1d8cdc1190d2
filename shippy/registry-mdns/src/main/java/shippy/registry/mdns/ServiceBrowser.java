package shippy.registry.mdns;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.registry.Discovery.Watch;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;
import shippy.registry.SnapshotFeed;
import shippy.registry.mdns.Lookups.Lookup;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsRecord;
import shippy.registry.mdns.dns.DnsType;
import shippy.registry.mdns.sd.DnsSdRecords;
import shippy.registry.mdns.sd.InstanceCache;

/**
 * Knows the nodes on the network, from both dialects. A browsing session lasts as long as its link.
 * The nodes of the session before stay known until the lookup time of the next one is over. Safe
 * for any thread.
 */
final class ServiceBrowser implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);
  private static final int FIRST_QUESTIONS = 3;
  private static final int MAX_FIRST_QUESTIONS = 50; // a second, for what is missing of an instance
  private static final int MAX_KNOWN = 16; // what fits into one Ethernet frame

  private final LocalAddress where;
  private final Duration ttl;
  private final Clock clock;
  private final PacketSender sender;
  private final SnapshotFeed feed = new SnapshotFeed(MdnsRegistry.KIND);
  private final Set<String> changed = new LinkedHashSet<>();
  private final SeenNodes seen = new SeenNodes(changed::add);
  private final InstanceCache instances = new InstanceCache();
  private final Lookups lookups = new Lookups();
  private final NodeResolver resolver = new NodeResolver(lookups, seen, instances);
  private final AskSchedule schedule;
  private final TokenBucket firstQuestions;

  private AddressScope scope;
  private boolean open;
  private long started;
  private boolean settled;
  private int questions;
  private @Nullable RegistryException lost;

  /**
   * A browser without a session.
   *
   * @param ttl of the DNS-SD records of this product
   */
  ServiceBrowser(LocalAddress where, Duration ttl, PacketSender sender, Clock clock) {
    this.where = where;
    this.ttl = ttl;
    this.clock = clock;
    this.sender = sender;
    this.scope = new AddressScope(where);
    this.schedule = new AskSchedule(clock.nanoTime());
    this.firstQuestions = new TokenBucket(MAX_FIRST_QUESTIONS, clock);
  }

  /** Starts a session, on a link that works. */
  synchronized void begin(AddressScope current) {
    long now = clock.nanoTime();
    lost = null;
    open = true;
    scope = current;
    started = now;
    settled = false;
    questions = 0;
    instances.limit(now + Lookups.LOOKUP.toNanos());
    lookups.restart(now);
    schedule.restart(now);
    settleLater();
    upkeep();
  }

  /** The interface has other addresses. */
  synchronized void use(AddressScope current) {
    scope = current;
  }

  /** The link is gone, so the known nodes may be outdated. */
  synchronized void lost(RegistryException cause) {
    open = false;
    lost = cause;
    feed.watched().forEach(name -> feed.publish(name, new Snapshot.Unavailable(cause)));
    notifyAll();
  }

  synchronized Watch watch(String service, Consumer<Snapshot> listener) {
    want(service);
    List<Node> found = seen.nodes(service);
    boolean known = !found.isEmpty() || (lost == null && canBeEmpty(service));
    Watch watch = feed.subscribe(service, listener, known ? new Snapshot.Nodes(found) : null);
    if (lost != null) {
      // Only this listener needs it, and the feed does not repeat it to the others.
      feed.publish(service, new Snapshot.Unavailable(lost));
    }
    return watch;
  }

  synchronized List<Node> nodes(String service) {
    return await(want(service), () -> seen.nodes(service));
  }

  synchronized List<String> services() {
    lookups.wantAll(clock.nanoTime());
    return await(want(Lookups.ALL), seen::services);
  }

  /** Whether the network shows the node as it is, with or without its endpoints. */
  synchronized boolean shows(Node node) {
    return seen.nodes(node.service()).stream().anyMatch(found -> isSame(found, node));
  }

  private static boolean isSame(Node found, Node node) {
    return found.id().equals(node.id())
        && found.version().equals(node.version())
        && found.address().equals(node.address())
        && found.metadata().equals(node.metadata());
  }

  /** The number of refused records. */
  long refused() {
    return resolver.refused();
  }

  @Override
  public void close() {
    feed.close();
  }

  // --- lookups ---------------------------------------------------------------------------------

  private Lookup want(String service) {
    boolean fresh = !lookups.has(service);
    Lookup lookup = lookups.want(service, clock.nanoTime());
    if (fresh && open) {
      schedule.restart(clock.nanoTime());
      settleLater();
      upkeep();
    }
    return lookup;
  }

  private void settleLater() {
    clock.schedule(Lookups.LOOKUP, this::upkeep);
  }

  private <T> List<T> await(Lookup lookup, Supplier<List<T>> question) {
    try {
      while (true) {
        if (lost != null) {
          throw lost;
        }
        List<T> found = question.get();
        Duration left = lookup.left(!found.isEmpty(), clock.nanoTime());
        if (left.isNegative() || left.isZero()) {
          return found;
        }
        wait(left.toMillis() + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MdnsProblems.interrupted(where, e);
    }
  }

  private boolean canBeEmpty(String service) {
    return open && lookups.canBeEmpty(service, clock.nanoTime());
  }

  // --- hearing ---------------------------------------------------------------------------------

  /** Takes a response from this link. */
  synchronized void heard(DnsMessage response) {
    if (!open) {
      return;
    }
    long now = clock.nanoTime();
    int known = lookups.size();
    Set<DnsName> news = resolver.take(response, scope, now);
    if (!news.isEmpty() && firstQuestions.take()) {
      askAll(instances.questions(news), sender::ask);
    }
    if (lookups.size() > known) {
      settleLater();
      ask(now);
    }
    publishChanges();
  }

  private void publishChanges() {
    if (changed.isEmpty()) {
      return;
    }
    long now = clock.nanoTime();
    for (String service : changed) {
      lookups.news(service, now);
      List<Node> found = seen.nodes(service);
      if (!found.isEmpty() || canBeEmpty(service)) {
        feed.publish(service, new Snapshot.Nodes(found));
      }
      if (!found.isEmpty()) {
        lookups.found(service);
      }
    }
    changed.clear();
    notifyAll();
  }

  // --- upkeep ----------------------------------------------------------------------------------

  /** Asks what is due and forgets what is over; to be called some times a second. */
  synchronized void upkeep() {
    if (!open) {
      return;
    }
    long now = clock.nanoTime();
    changed.addAll(lookups.settling(now));
    if (!settled && now - started >= Lookups.LOOKUP.toNanos()) {
      settled = true;
      seen.forgetMicroBefore(started);
    }
    // Owners announce by DNS-SD every half ttl: one that was heard after this is alive.
    long alive = now - ttl.dividedBy(2).minusSeconds(1).toNanos();
    instances.expire(now).forEach(label -> seen.remove(label, true, alive));
    seen.expireMicro(now);
    lookups.expire(now, feed.watched()).forEach(seen::forgetMicro);
    ask(now);
    publishChanges();
  }

  private void ask(long now) {
    for (Lookup due : lookups.due(now, seen::needsQuestions)) {
      seen.asked(due.service());
      due.question().ifPresent(this::ask);
    }
    if (schedule.due(now, LONGEST_PAUSE)) {
      List<DnsRecord> known = instances.known(now, MAX_KNOWN);
      DnsQuestion question = DnsQuestion.of(DnsSdRecords.TYPE, DnsType.PTR);
      DnsMessage query = DnsMessage.query(List.of(question), known);
      sender.ask(query);
      if (++questions > FIRST_QUESTIONS) {
        sender.multicast(query); // the answers to this one have their full ttl
      }
    }
    askAll(instances.questions(now), sender::multicast);
  }

  private static void askAll(List<DnsQuestion> questions, Consumer<DnsMessage> way) {
    if (!questions.isEmpty()) {
      way.accept(DnsMessage.query(questions, List.of()));
    }
  }

  private void ask(DnsQuestion question) {
    sender.ask(DnsMessage.query(List.of(question), List.of()));
  }
}
