package shippy.registry.mdns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.registry.RegistryException;
import shippy.registry.mdns.dns.DnsMessage;
import shippy.registry.mdns.dns.DnsQuestion;
import shippy.registry.mdns.dns.DnsType;
import shippy.registry.mdns.sd.DnsSdRecords;

/**
 * The link of a registry: opens it at first use and replaces it when it stops working. Safe for any
 * thread.
 */
final class LinkLifecycle implements PacketSender {
  private static final Logger LOG = LoggerFactory.getLogger(MdnsRegistry.class);

  /** Short, for the attempts of this machine to get back on its network cost no one else. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private static final Duration LAST_PAUSE = Duration.ofSeconds(2);
  private static final Duration UPKEEP = Duration.ofMillis(225);
  private static final int UPKEEPS_PER_CHECK = 10;
  private static final Clock.Timer NONE = () -> {};

  private final LocalAddress where;
  private final Factory factory;
  private final Clock clock;
  private final Backoff backoff = Backoff.between(FIRST_PAUSE, LAST_PAUSE);

  private volatile @Nullable MulticastLink link;
  private @Nullable Users users;
  private Clock.Timer retry = NONE;
  private Clock.Timer upkeep = NONE;
  private int upkeeps;
  private boolean lost;
  private boolean closed;

  /** Opens a link; tests have their own factory. */
  @FunctionalInterface
  interface Factory {
    MulticastLink open(MulticastLink.Receiver receiver, Runnable broken) throws IOException;
  }

  /** Those who send and receive on the link. */
  interface Users extends MulticastLink.Receiver {
    /** The link is new. */
    void begin(AddressScope scope);

    /** The link is gone. */
    void lost(RegistryException cause);

    /** Some time has passed. */
    void upkeep();
  }

  LinkLifecycle(LocalAddress where, Factory factory, Clock clock) {
    this.where = where;
    this.factory = factory;
    this.clock = clock;
  }

  /** Tells who uses it; to be called once, before anything else. */
  void serve(Users those) {
    users = those;
  }

  /** Opens the link. If that fails, so does this, and the attempts go on in the background. */
  synchronized void open() {
    requireOpen();
    if (link != null) {
      return;
    }
    try {
      MulticastLink fresh = factory.open(users(), this::checkSoon);
      link = fresh;
      begin(fresh);
    } catch (IOException | RuntimeException e) {
      throw lose(e);
    }
  }

  private Users users() {
    if (users == null) {
      throw new IllegalStateException("a link without users");
    }
    return users;
  }

  /** Opens the link without making the caller wait. */
  void openSoon() {
    clock.schedule(Duration.ZERO, this::attempt);
  }

  synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("registry is closed");
    }
  }

  /** Closes for good. Idempotent. */
  synchronized void close() {
    closed = true;
    retry.cancel();
    upkeep.cancel();
    drop();
  }

  /**
   * After a loss the network is back when a packet leaves the machine, not when there is a socket.
   */
  private void begin(MulticastLink fresh) throws IOException {
    if (lost) {
      DnsQuestion question = DnsQuestion.of(DnsSdRecords.TYPE, DnsType.PTR);
      fresh.ask(DnsMessage.query(List.of(question), List.of()).bytes());
      IOException failure = fresh.failure();
      if (failure != null) {
        throw failure;
      }
      LOG.info("Registry [mdns] is back on {}", where);
    }
    lost = false;
    retry.cancel();
    retry = NONE;
    backoff.reset();
    users().begin(new AddressScope(where));
    scheduleUpkeep(fresh);
  }

  private RegistryException lose(Exception cause) {
    RegistryException problem = MdnsProblems.unusable(where, cause);
    if (!lost) {
      LOG.warn("Registry [mdns] is lost, retrying: {}", problem.problem().what());
      lost = true;
      users().lost(problem);
    }
    upkeep.cancel();
    drop();
    if (retry == NONE) {
      retry = clock.schedule(backoff.next(), this::retry);
    }
    return problem;
  }

  private void drop() {
    MulticastLink last = link;
    link = null;
    if (last != null) {
      last.close();
    }
  }

  private void retry() {
    synchronized (this) {
      retry = NONE;
    }
    attempt();
  }

  private synchronized void attempt() {
    try {
      if (!closed) {
        open();
      }
    } catch (RegistryException e) {
      LOG.debug("registry mdns still lost", e);
    }
  }

  private void checkSoon() {
    clock.schedule(Duration.ZERO, this::check);
  }

  /** Replaces a link that no longer works. */
  private synchronized void check() {
    MulticastLink open = link;
    if (closed || open == null) {
      return;
    }
    IOException failure = open.failure();
    if (failure != null) {
      lose(failure);
    } else if (where.link().isEmpty()) {
      lose(new IOException("the interface is gone or down"));
    }
  }

  private void upkeep(MulticastLink served) {
    if (++upkeeps % UPKEEPS_PER_CHECK == 0) {
      check();
    }
    users().upkeep();
    scheduleUpkeep(served);
  }

  private synchronized void scheduleUpkeep(MulticastLink served) {
    if (link == served) {
      upkeep = clock.schedule(UPKEEP, () -> upkeep(served));
    }
  }

  @Override
  public void ask(DnsMessage query) {
    MulticastLink open = link;
    if (open != null) {
      open.ask(query.bytes());
    }
  }

  @Override
  public void multicast(DnsMessage message) {
    MulticastLink open = link;
    if (open != null) {
      open.multicast(message.bytes());
    }
  }

  @Override
  public void answer(DnsMessage response, InetSocketAddress to) {
    MulticastLink open = link;
    if (open != null) {
      open.answer(response.bytes(), to);
    }
  }
}
