package shippy.registry.mdns;

import java.util.Timer;
import java.util.TimerTask;

/**
 * A timer on a daemon thread that ignores tasks once it is cancelled, instead of throwing: JmDNS
 * goes on scheduling while it closes.
 */
final class DaemonTimer extends Timer {
  private boolean cancelled;

  DaemonTimer(String name) {
    super(name, true);
  }

  @Override
  public synchronized void schedule(TimerTask task, long delayMs) {
    if (!cancelled) {
      super.schedule(task, delayMs);
    }
  }

  @Override
  public synchronized void schedule(TimerTask task, long delayMs, long periodMs) {
    if (!cancelled) {
      super.schedule(task, delayMs, periodMs);
    }
  }

  @Override
  public synchronized void cancel() {
    cancelled = true;
    super.cancel();
  }
}
