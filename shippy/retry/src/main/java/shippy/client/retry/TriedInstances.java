package shippy.client.retry;

import io.grpc.CallOptions;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The instances that the attempts of one call went to, by address: the next attempt goes elsewhere
 * if it can. Safe for any thread.
 */
public final class TriedInstances {
  /** Absent from calls that are not tried again. */
  public static final CallOptions.Key<@Nullable TriedInstances> KEY =
      CallOptions.Key.create("shippy-tried");

  /** Replaced, not changed: nearly all calls are tried once, and a list that locks costs more. */
  private volatile SocketAddress[] addresses = {};

  private volatile boolean others;
  private volatile long silenceNanos = Long.MAX_VALUE;

  /** An attempt goes there. */
  public synchronized void add(SocketAddress address) {
    SocketAddress[] longer = Arrays.copyOf(addresses, addresses.length + 1);
    longer[addresses.length] = address;
    addresses = longer;
  }

  /** Whether one that was not tried could take the call, at the last attempt. */
  public boolean hasOthers() {
    return others;
  }

  /** Notes that, after each attempt. */
  public void setOthers(boolean there) {
    others = there;
  }

  /** Whether an attempt that has waited so long was overtaken. */
  public boolean isOvertaken(long waitedNanos) {
    return waitedNanos >= silenceNanos;
  }

  /** One of several has answered, and overtaken those that have waited so long. */
  public void overtake(Duration silence) {
    silenceNanos = silence.toNanos();
  }

  /** Whether an attempt went there. */
  public boolean contains(SocketAddress address) {
    for (SocketAddress each : addresses) {
      if (each.equals(address)) {
        return true;
      }
    }
    return false;
  }

  /** How many attempts were made. */
  public int size() {
    return addresses.length;
  }
}
