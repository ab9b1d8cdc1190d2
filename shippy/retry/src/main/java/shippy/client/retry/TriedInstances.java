package shippy.client.retry;

import io.grpc.CallOptions;
import java.net.SocketAddress;
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
  private volatile boolean overtaken;

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

  /** Whether one of several that were asked at once has answered. */
  public boolean isOvertaken() {
    return overtaken;
  }

  /** One of them has answered. */
  public void overtake() {
    overtaken = true;
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
