package shippy.registry.mdns;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.registry.RegistryException;

/**
 * The responder of a registry: opened at first use, asked again now and then, replaced by a new one
 * when it stops working. Safe for any thread.
 */
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(MdnsRegistry.class);

  /** JmDNS asks three times, 225 ms apart: a lookup goes on at that pace. */
  private static final Duration FIRST_UPKEEP = Duration.ofMillis(675);

  private static final Duration LAST_UPKEEP = Duration.ofSeconds(32);

  /** Nobody else bears the attempts of this machine to get back on its network. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private static final Duration LAST_PAUSE = Duration.ofSeconds(2);
  private static final int RESOLVE_MILLIS = 200;
  private static final int RESOLVE_AT_ONCE = 10;

  private final LocalAddress where;
  private final Opener opener;
  private final Clock clock;
  private final Executor background;
  private final Browser browser;
  private final Registrations registrations;
  private final Backoff backoff = Backoff.between(FIRST_PAUSE, LAST_PAUSE);

  private @Nullable BriskDns dns;
  private @Nullable ServiceListener listener;
  private Clock.@Nullable Timer retry;
  private Clock.@Nullable Timer upkeep;
  private boolean lost;
  private boolean closed;

  Link(
      LocalAddress where,
      Opener opener,
      Clock clock,
      Executor background,
      Browser browser,
      Registrations registrations) {
    this.where = where;
    this.opener = opener;
    this.clock = clock;
    this.background = background;
    this.browser = browser;
    this.registrations = registrations;
  }

  /**
   * The responder.
   *
   * @throws RegistryException if it cannot be opened; it is tried again in the background
   */
  synchronized BriskDns open() {
    requireOpen();
    if (dns != null) {
      return dns;
    }
    try {
      BriskDns fresh = opener.open(() -> background.execute(this::check));
      dns = fresh;
      begin(fresh);
      return fresh;
    } catch (IOException | RuntimeException e) {
      throw lose(e);
    }
  }

  /** Opens the responder without making the caller wait. */
  void openSoon() {
    background.execute(this::attempt);
  }

  /** Does something with the responder, if there is one. */
  void ifOpen(Consumer<BriskDns> action) {
    BriskDns current = current();
    if (current != null) {
      action.accept(current);
    }
  }

  synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("registry is closed");
    }
  }

  /** Gives the responder up, to be closed by the caller; harmless the second time. */
  synchronized @Nullable BriskDns close() {
    closed = true;
    cancel(retry);
    cancel(upkeep);
    BriskDns last = dns;
    dns = null;
    return last;
  }

  /** What was lost is back when a packet leaves the machine, not when there is a socket. */
  private void begin(BriskDns fresh) throws IOException {
    if (lost) {
      fresh.ask();
      LOG.info("Registry [mdns] is back on {}", where);
    }
    lost = false;
    cancel(retry);
    retry = null;
    backoff.reset();
    ServiceListener session = browser.begin();
    listener = session;
    fresh.addServiceListener(NodeCodec.TYPE, session);
    registrations.restore(fresh);
    scheduleUpkeep(FIRST_UPKEEP);
  }

  private RegistryException lose(Exception cause) {
    RegistryException problem = Problems.unusable(where, cause);
    if (!lost) {
      LOG.warn("Registry [mdns] is lost, trying on: {}", problem.problem().what());
      lost = true;
      browser.lost(problem);
    }
    cancel(upkeep);
    BriskDns broken = dns;
    dns = null;
    if (broken != null) {
      background.execute(broken::closeSilently);
    }
    if (retry == null) {
      retry = clock.schedule(backoff.next(), () -> background.execute(this::retry));
    }
    return problem;
  }

  private void retry() {
    synchronized (this) {
      retry = null;
    }
    attempt();
  }

  private void attempt() {
    try {
      synchronized (this) {
        if (!closed) {
          open();
        }
      }
    } catch (RegistryException e) {
      LOG.debug("registry mdns still lost", e);
    }
  }

  /** Whether what is open still works; if not, that is a loss. */
  private synchronized void check() {
    if (closed || dns == null) {
      return;
    }
    if (!where.present()) {
      lose(new IOException("the interface is gone or down"));
    } else if (!dns.working()) {
      lose(dns.failure());
    }
  }

  /** Heals what lost packets did: asks again, ever more rarely. */
  private void upkeep(Duration pause) {
    check();
    ifOpen(
        current -> {
          ask(current);
          browser.unresolved().stream()
              .limit(RESOLVE_AT_ONCE)
              .forEach(label -> resolve(label, current));
          scheduleUpkeep(browser.looking() ? pause : longer(pause));
        });
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LAST_UPKEEP) < 0 ? doubled : LAST_UPKEEP;
  }

  /** A listener that is added again is asked for again, not told again. */
  private synchronized void ask(BriskDns current) {
    if (current == dns && listener != null) {
      current.addServiceListener(NodeCodec.TYPE, listener);
    }
  }

  private void resolve(String label, BriskDns current) {
    ServiceInfo info = current.getServiceInfo(NodeCodec.TYPE, label, RESOLVE_MILLIS);
    if (info != null) {
      browser.resolved(label, info);
    }
  }

  private synchronized void scheduleUpkeep(Duration pause) {
    if (!closed && dns != null) {
      upkeep = clock.schedule(pause, () -> background.execute(() -> upkeep(pause)));
    }
  }

  private synchronized @Nullable BriskDns current() {
    return dns;
  }

  private static void cancel(Clock.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
