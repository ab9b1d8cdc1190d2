package shippy.registry.mdns;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;
import javax.jmdns.ServiceInfo;
import javax.jmdns.impl.DNSIncoming;
import javax.jmdns.impl.DNSOutgoing;
import javax.jmdns.impl.DNSQuestion;
import javax.jmdns.impl.DNSStatefulObject;
import javax.jmdns.impl.DNSTaskStarter.DNSTaskStarterImpl.StarterTimer;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.ServiceInfoImpl;
import javax.jmdns.impl.constants.DNSConstants;
import javax.jmdns.impl.constants.DNSRecordClass;
import javax.jmdns.impl.constants.DNSRecordType;
import javax.jmdns.impl.tasks.RecordReaper;
import javax.jmdns.impl.tasks.Responder;
import javax.jmdns.impl.tasks.resolver.ServiceInfoResolver;
import javax.jmdns.impl.tasks.resolver.ServiceResolver;
import javax.jmdns.impl.tasks.state.Announcer;
import javax.jmdns.impl.tasks.state.Canceler;
import javax.jmdns.impl.tasks.state.Prober;
import javax.jmdns.impl.tasks.state.Renewer;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;

/**
 * JmDNS with shorter intervals, on daemon threads. Stock JmDNS takes 4 s to announce, 0.23 s to
 * ask, up to 12 s to accept a goodbye and 2 s to close, and has no settings for that. Probes and
 * the delay of answers are those of RFC 6762; questions, the second announcement and goodbyes are
 * faster than it says. Safe for any thread.
 */
final class TunedJmDns extends JmDNSImpl {
  /** Default ttl of records; {@code -Dnet.dns.ttl} overrides it. JmDNS's default is an hour. */
  static final Duration TTL = Duration.ofSeconds(20);

  private static final int QUERY_DELAY_MS = 1;
  private static final int QUERY_PERIOD_MS = 225;
  private static final Duration QUERY_PAUSE = Duration.ofMillis(600);
  private static final int PROBE_PERIOD_MS = 250;
  private static final int PROBES_BEFORE_THROTTLE = 10;
  private static final int PROBE_THROTTLED_MS = 1000;
  private static final int GOODBYE_PERIOD_MS = 40;
  private static final int WAKE_UP_MS = 5;
  private static final int REAPER_PERIOD_MS = 250;

  static {
    // Read once, when JmDNS's constants are loaded.
    if (System.getProperty("net.dns.ttl") == null) {
      System.setProperty("net.dns.ttl", Long.toString(TTL.toSeconds()));
    }
  }

  // No initializers here: the constructor of JmDNSImpl already starts tasks.
  private @Nullable StarterTimer messages;
  private @Nullable StarterTimer states;
  private @Nullable Runnable broken;
  private @Nullable Supplier<Duration> sinceQuestion;
  private volatile boolean silent;
  private volatile boolean failed;
  private volatile @Nullable IOException refusal;

  private TunedJmDns(InetAddress address, String name) throws IOException {
    super(address, name);
  }

  /** A responder on one address; runs {@code broken} when it must be replaced. */
  static TunedJmDns open(LocalAddress where, Runnable broken) throws IOException {
    if (!where.present()) {
      throw new IOException("no interface of this machine has this address or it is down");
    }
    TunedJmDns dns = new TunedJmDns(where.address(), hostName());
    dns.broken = broken;
    return dns;
  }

  /** Unique enough; JmDNS resolves the conflict if two are equal. */
  private static String hostName() {
    String time = Long.toString(Clock.system().nanoTime(), 36);
    return "shippy-%d-%s".formatted(ProcessHandle.current().pid(), time);
  }

  /** How long records are valid: {@link #TTL} unless overridden. */
  static Duration ttl() {
    return Duration.ofSeconds(DNSConstants.DNS_TTL);
  }

  /** Whether it can still send and receive, as far as it knows. */
  boolean working() {
    return !failed && !isCanceling() && !isCanceled() && !isClosing() && !isClosed();
  }

  /** Why it no longer works. */
  IOException failure() {
    IOException known = refusal;
    return known == null ? new IOException("the socket failed") : known;
  }

  /** Asks for all services, once; fails if this machine lets no packet out. */
  void ask() throws IOException {
    DNSOutgoing message = new DNSOutgoing(DNSConstants.FLAGS_QR_QUERY);
    message.addQuestion(
        DNSQuestion.newQuestion(
            NodeCodec.TYPE,
            DNSRecordType.TYPE_PTR,
            DNSRecordClass.CLASS_IN,
            DNSRecordClass.NOT_UNIQUE));
    send(message);
    if (failed) {
      throw failure(); // a task of JmDNS may have failed first
    }
  }

  /** Whether the announcement of the service is complete; waits until the limit. */
  static boolean announced(ServiceInfo info, Duration limit) {
    return ((DNSStatefulObject) info).waitForAnnounced(limit.toMillis());
  }

  /** The registered service with the key of this one: another object after a change of name. */
  @Nullable ServiceInfo registered(ServiceInfo info) {
    return getServices().get(info.getKey());
  }

  /**
   * Closes without a goodbye: registrations end with their ttl. JmDNS would wait a second for its
   * reader to end, unless it is woken up to look.
   */
  void closeSilently() {
    silent = true;
    failed = true;
    getServices().clear();
    getSocket().close();
    Thread closer = DaemonThreads.named("shippy-mdns-close").newThread(this::close);
    closer.start();
    try {
      for (closer.join(WAKE_UP_MS); closer.isAlive(); closer.join(WAKE_UP_MS)) {
        synchronized (this) {
          notifyAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** True early, so that the reader does not report the closed socket as an error. */
  @Override
  public boolean isCanceling() {
    return silent || super.isCanceling();
  }

  /** JmDNS's own wait can miss the event and then takes 5 s. */
  @Override
  public synchronized boolean waitForCanceled(long timeoutMs) {
    Supplier<Duration> waited = Clock.system().stopwatch();
    try {
      while (!isCanceled() && waited.get().toMillis() < timeoutMs) {
        wait(WAKE_UP_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return isCanceled();
  }

  /**
   * Sends nothing after a failure: JmDNS would say goodbye for nodes that its successor announces.
   */
  @Override
  public void send(DNSOutgoing out) throws IOException {
    if (failed) {
      return;
    }
    try {
      super.send(out);
    } catch (IOException e) {
      refusal = e;
      recover();
      throw e;
    }
  }

  /** JmDNS's own recovery misses nodes that have gone meanwhile; a new instance does not. */
  @Override
  public void recover() {
    if (working()) {
      failed = true;
      Runnable listener = broken;
      if (listener != null) {
        listener.run();
      }
    }
  }

  @Override
  public void startProber() {
    long now = Clock.system().now().toEpochMilli();
    boolean again = now - getLastThrottleIncrement() < DNSConstants.PROBE_THROTTLE_COUNT_INTERVAL;
    setThrottle(again ? getThrottle() + 1 : 1);
    setLastThrottleIncrement(now);
    boolean throttled = getThrottle() >= PROBES_BEFORE_THROTTLE;
    int delay = throttled ? PROBE_THROTTLED_MS : getRandom().nextInt(PROBE_PERIOD_MS);
    states().schedule(new Prober(this), delay, PROBE_PERIOD_MS);
  }

  @Override
  public void startAnnouncer() {
    states().schedule(new Announcer(this), PROBE_PERIOD_MS, PROBE_PERIOD_MS);
  }

  @Override
  public void startRenewer() {
    int half = DNSConstants.ANNOUNCED_RENEWAL_TTL_INTERVAL;
    states().schedule(new Renewer(this), Math.min(1000, half), half);
  }

  @Override
  public void startCanceler() {
    states().schedule(new Canceler(this), 0, silent ? 1 : GOODBYE_PERIOD_MS);
  }

  @Override
  public void startReaper() {
    messages().schedule(new RecordReaper(this), REAPER_PERIOD_MS, REAPER_PERIOD_MS);
  }

  @Override
  public void startServiceInfoResolver(ServiceInfoImpl info) {
    messages().schedule(new ServiceInfoResolver(this, info), QUERY_DELAY_MS, QUERY_PERIOD_MS);
  }

  /** Asks three times before records expire, but not for each record again. */
  @Override
  public void startServiceResolver(String type) {
    if (mayAsk()) {
      messages().schedule(new ServiceResolver(this, type), QUERY_DELAY_MS, QUERY_PERIOD_MS);
    }
  }

  private synchronized boolean mayAsk() {
    if (sinceQuestion != null && sinceQuestion.get().compareTo(QUERY_PAUSE) < 0) {
      return false;
    }
    sinceQuestion = Clock.system().stopwatch();
    return true;
  }

  @Override
  public void startResponder(DNSIncoming in, InetAddress addr, int port) {
    new Responder(this, in, addr, port).start(messages());
  }

  @Override
  public void purgeTimer() {
    messages().purge();
  }

  @Override
  public void purgeStateTimer() {
    states().purge();
  }

  @Override
  public void cancelTimer() {
    messages().cancel();
  }

  @Override
  public void cancelStateTimer() {
    states().cancel();
  }

  private synchronized StarterTimer messages() {
    if (messages == null) {
      messages = new StarterTimer("shippy-mdns-messages", true);
    }
    return messages;
  }

  private synchronized StarterTimer states() {
    if (states == null) {
      states = new StarterTimer("shippy-mdns-states", true);
    }
    return states;
  }
}
