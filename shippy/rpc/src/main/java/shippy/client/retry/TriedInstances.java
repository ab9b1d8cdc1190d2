package shippy.client.retry;

import io.grpc.CallOptions;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The instances that the attempts of one call went to, by address: the next attempt goes elsewhere
 * if it can. Safe for any thread.
 */
public final class TriedInstances {
  /** Absent from calls that are not tried again. */
  public static final CallOptions.Key<@Nullable TriedInstances> KEY =
      CallOptions.Key.create("shippy-tried");

  private final List<SocketAddress> addresses = new CopyOnWriteArrayList<>();

  /** An attempt goes there. */
  public void add(SocketAddress address) {
    addresses.add(address);
  }

  /** Whether an attempt went there. */
  public boolean contains(SocketAddress address) {
    return addresses.contains(address);
  }

  /** How many attempts were made. */
  public int size() {
    return addresses.size();
  }
}
