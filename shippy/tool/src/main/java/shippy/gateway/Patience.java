package shippy.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import shippy.clock.Clock;

/**
 * Cuts off who keeps a thread waiting: a thread that is not done in time is interrupted, which
 * closes the connection it reads from or writes to. Safe for any thread.
 */
final class Patience {
  private final Clock clock;
  private final Map<Thread, Clock.Timer> waiting = new HashMap<>();

  Patience(Clock clock) {
    this.clock = clock;
  }

  /** Gives the calling thread this long from now on, whatever it had left. */
  synchronized void allow(Duration time) {
    Thread thread = Thread.currentThread();
    Alarm alarm = new Alarm(thread);
    alarm.timer = clock.schedule(time, alarm);
    Clock.Timer before = waiting.put(thread, alarm);
    if (before != null) {
      before.cancel();
    }
  }

  /** Ends the limit of the calling thread, and an interruption that came of it. */
  synchronized void done() {
    Clock.Timer alarm = waiting.remove(Thread.currentThread());
    if (alarm != null) {
      alarm.cancel();
    }
    Thread.interrupted();
  }

  /** Interrupts only whom it still waits for. */
  private final class Alarm implements Runnable, Clock.Timer {
    private final Thread thread;
    private Clock.Timer timer = () -> {};

    Alarm(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void run() {
      synchronized (Patience.this) {
        if (waiting.get(thread) == this) {
          thread.interrupt();
        }
      }
    }

    @Override
    public void cancel() {
      timer.cancel();
    }
  }
}
