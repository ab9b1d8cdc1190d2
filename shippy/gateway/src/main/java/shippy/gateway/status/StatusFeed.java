package shippy.gateway.status;

import java.time.Duration;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.gateway.http.TextResponse;

/**
 * Looks once a second while anybody watches, and hands each look to all who do. Safe for any
 * thread.
 */
public final class StatusFeed implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final StatusCache looks;
  private final Clock clock;
  private int watchers;
  private boolean looking;
  private boolean closed;
  private Frame latest = new Frame(0, "");

  /**
   * A look.
   *
   * @param number counted from 1; 0 is before the first
   */
  record Frame(long number, String json) {}

  public StatusFeed(StatusCache looks, Clock clock) {
    this.looks = looks;
    this.clock = clock;
  }

  /** One more watches, until it leaves. */
  synchronized void join() {
    watchers++;
    if (!looking && !closed) {
      looking = true;
      clock.schedule(Duration.ZERO, this::start);
    }
  }

  synchronized void leave() {
    watchers--;
  }

  /** The frame after the one of that number; blocks until it is there or the feed is closed. */
  synchronized Frame after(long number) throws InterruptedException {
    while (latest.number() <= number && !closed) {
      wait();
    }
    return latest;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** A look may take seconds: a timer's thread is not to be kept so long. */
  private void start() {
    Thread thread = new Thread(this::lookAndGoOn, "shippy-feed");
    thread.setDaemon(true);
    thread.start();
  }

  private void lookAndGoOn() {
    String json = "";
    try {
      json = TextResponse.GSON.toJson(looks.take());
    } catch (RuntimeException | Error e) { // whatever it is, the next look may do better
      if (!isClosed()) {
        LoggerFactory.getLogger(StatusFeed.class).warn("look failed", e);
      }
    }
    synchronized (this) {
      if (!json.isEmpty()) {
        latest = new Frame(latest.number() + 1, json);
        notifyAll();
      }
      looking = watchers > 0 && !closed;
      if (looking) {
        clock.schedule(INTERVAL, this::start);
      }
    }
  }

  /** Ends all waiting. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
