package shippy.registry.mdns;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.registry.RegistryException;

/**
 * The responder of a registry: opens it at first use, repeats its questions now and then, and
 * replaces it when it stops working. Safe for any thread.
 */
final class ResponderLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(MdnsRegistry.class);

  /** JmDNS asks three times, 225 ms apart; a lookup continues at that pace. */
  private static final Duration FIRST_UPKEEP = Duration.ofMillis(675);

  private static final Duration LAST_UPKEEP = Duration.ofSeconds(32);

  /** Short, for the attempts of this machine to get back on its network cost no one else. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private static final Duration LAST_PAUSE = Duration.ofSeconds(2);
  private static final int RESOLVE_MILLIS = 200;
  private static final int RESOLVE_AT_ONCE = 10;
  private static final Clock.Timer NONE = () -> {};

  private final LocalAddress where;
  private final Factory factory;
  private final Clock clock;
  private final Executor background;
  private final ServiceBrowser browser;
  private final AnnouncedNodes announced;
  private final Backoff backoff = Backoff.between(FIRST_PAUSE, LAST_PAUSE);

  private @Nullable TunedJmDns dns;
  private @Nullable ServiceListener listener;
  private Clock.Timer retry = NONE;
  private Clock.Timer upkeep = NONE;
  private boolean lost;
  private boolean closed;

  /** Opens a responder; tests have their own factory. */
  @FunctionalInterface
  interface Factory {
    /** A new responder, which calls {@code broken} when it no longer works. */
    TunedJmDns open(Runnable broken) throws IOException;
  }

  ResponderLifecycle(
      LocalAddress where,
      Factory factory,
      Clock clock,
      Executor background,
      ServiceBrowser browser,
      AnnouncedNodes announced) {
    this.where = where;
    this.factory = factory;
    this.clock = clock;
    this.background = background;
    this.browser = browser;
    this.announced = announced;
  }

  /** The responder. If it cannot be opened this fails, and the attempts go on in the background. */
  synchronized TunedJmDns open() {
    requireOpen();
    if (dns != null) {
      return dns;
    }
    try {
      TunedJmDns fresh = factory.open(() -> background.execute(this::check));
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

  /** The responder, if one is open. */
  synchronized Optional<TunedJmDns> current() {
    return Optional.ofNullable(dns);
  }

  synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("registry is closed");
    }
  }

  /** Gives the responder to the caller, who closes it. Idempotent. */
  synchronized Optional<TunedJmDns> close() {
    closed = true;
    retry.cancel();
    upkeep.cancel();
    Optional<TunedJmDns> last = current();
    dns = null;
    return last;
  }

  /**
   * After a loss the network is back when a packet leaves the machine, not when there is a socket.
   */
  private void begin(TunedJmDns fresh) throws IOException {
    if (lost) {
      fresh.ask();
      LOG.info("Registry [mdns] is back on {}", where);
    }
    lost = false;
    retry.cancel();
    retry = NONE;
    backoff.reset();
    ServiceListener session = browser.begin();
    listener = session;
    fresh.addServiceListener(NodeCodec.TYPE, session);
    announced.restore(fresh);
    scheduleUpkeep(FIRST_UPKEEP);
  }

  private RegistryException lose(Exception cause) {
    RegistryException problem = MdnsProblems.unusable(where, cause);
    if (!lost) {
      LOG.warn("Registry [mdns] is lost, trying on: {}", problem.problem().what());
      lost = true;
      browser.lost(problem);
    }
    upkeep.cancel();
    current().ifPresent(broken -> background.execute(broken::closeSilently));
    dns = null;
    if (retry == NONE) {
      retry = clock.schedule(backoff.next(), () -> background.execute(this::retry));
    }
    return problem;
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

  /** Checks whether the responder still works, and replaces it if not. */
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

  /** Asks again, more and more rarely, to make up for lost packets. */
  private void upkeep(Duration pause) {
    check();
    current().ifPresent(responder -> upkeep(responder, pause));
  }

  private void upkeep(TunedJmDns responder, Duration pause) {
    ask(responder);
    browser.unresolved().stream()
        .limit(RESOLVE_AT_ONCE)
        .forEach(label -> resolve(label, responder));
    Duration doubled = pause.multipliedBy(2);
    Duration longer = doubled.compareTo(LAST_UPKEEP) < 0 ? doubled : LAST_UPKEEP;
    scheduleUpkeep(browser.looking() ? pause : longer);
  }

  /** Adding the listener again makes JmDNS ask again; it does not repeat old events. */
  private synchronized void ask(TunedJmDns responder) {
    if (responder == dns && listener != null) {
      responder.addServiceListener(NodeCodec.TYPE, listener);
    }
  }

  private void resolve(String label, TunedJmDns responder) {
    ServiceInfo info = responder.getServiceInfo(NodeCodec.TYPE, label, RESOLVE_MILLIS);
    if (info != null) {
      browser.resolved(label, info);
    }
  }

  private synchronized void scheduleUpkeep(Duration pause) {
    if (!closed && dns != null) {
      upkeep = clock.schedule(pause, () -> background.execute(() -> upkeep(pause)));
    }
  }
}
