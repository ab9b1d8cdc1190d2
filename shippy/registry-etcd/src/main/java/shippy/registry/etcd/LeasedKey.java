package shippy.registry.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.lease.LeaseGrantResponse;
import io.etcd.jetcd.options.PutOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.etcd.client.EtcdClient;
import shippy.registry.etcd.format.KeyLayout;

/**
 * The key and lease of one node. Each renewal reads the key back. All operations may be repeated,
 * so an unknown outcome does no harm. Blocks; safe for any thread.
 */
final class LeasedKey {
  private static final Logger LOG = LoggerFactory.getLogger(LeasedKey.class);
  private static final long NONE = 0;

  private final EtcdClient client;
  private final KeyLayout layout;
  private final Map<ByteSequence, Node> own;
  private final Set<ByteSequence> replaced = new HashSet<>();
  private ByteSequence key = ByteSequence.EMPTY;
  private long lease = NONE;
  private long leaseSeconds;
  private boolean lost;
  private ByteSequence written = ByteSequence.EMPTY;

  /** Its key stands in {@code own} from before it is written until after it is deleted. */
  LeasedKey(EtcdClient client, KeyLayout layout, Map<ByteSequence, Node> own) {
    this.client = client;
    this.layout = layout;
    this.own = own;
  }

  /** Renews the lease if the key is as it should be; else writes it with a new lease. */
  synchronized void renew(Node node, Duration ttl) {
    EtcdClient.Operation operation = client.begin("register " + node.id());
    ByteSequence value = layout.value(node);
    long seconds = Math.max(1, ttl.plusMillis(999).toSeconds());
    if (lease != NONE && seconds == leaseSeconds) {
      if (keepAlive(operation) && isStored(operation, value)) {
        return;
      }
      // Remember the loss: over a slow line there may be no time left in this call to put it back.
      lease = NONE;
      lost = value.equals(written);
    }
    long granted =
        operation.ask(
            jetcd -> jetcd.getLeaseClient().grant(seconds).thenApply(LeaseGrantResponse::getID));
    move(layout.key(node, granted), node);
    PutOption option = PutOption.builder().withLeaseId(granted).build();
    operation.ask(jetcd -> jetcd.getKVClient().put(key, value, option));
    if (lost) {
      LOG.info("Registry [etcd] Putting back lost node: {}", node.id());
      lost = false;
    }
    lease = granted;
    leaseSeconds = seconds;
    written = value;
    deleteReplaced(operation);
  }

  /** A layout may put the lease into the key. */
  private void move(ByteSequence next, Node node) {
    if (!key.equals(next) && !key.isEmpty()) {
      replaced.add(key);
    }
    key = next;
    own.put(key, node);
  }

  /** What is left expires with its lease. */
  private void deleteReplaced(EtcdClient.Operation operation) {
    for (ByteSequence old : List.copyOf(replaced)) {
      replaced.remove(old);
      own.remove(old);
      attempt(operation, jetcd -> jetcd.getKVClient().delete(old), old.toString());
    }
  }

  /** Deletes the key, then the lease, which would otherwise expire. */
  synchronized void remove(Node node) {
    EtcdClient.Operation operation = client.begin("deregister " + node.id());
    ByteSequence last = key.isEmpty() ? layout.key(node, lease) : key;
    operation.ask(jetcd -> jetcd.getKVClient().delete(last));
    own.remove(last);
    deleteReplaced(operation);
    if (lease != NONE) {
      long left = lease;
      lease = NONE;
      attempt(operation, jetcd -> jetcd.getLeaseClient().revoke(left), node.id());
    }
  }

  private static <R> void attempt(
      EtcdClient.Operation operation, Function<Client, CompletableFuture<R>> request, String what) {
    try {
      operation.ask(request);
    } catch (RegistryException e) {
      LOG.debug("the lease of {} is left to expire", what, e);
    }
  }

  private boolean keepAlive(EtcdClient.Operation operation) {
    long renewed = lease;
    return operation.ask(
        jetcd ->
            jetcd
                .getLeaseClient()
                .keepAliveOnce(renewed)
                .thenApply(answer -> answer.getTTL() > 0)
                .exceptionally(LeasedKey::goneOrFailed));
  }

  private static boolean goneOrFailed(Throwable error) {
    if (error.getCause() instanceof EtcdException e && e.getErrorCode() == ErrorCode.NOT_FOUND) {
      return false;
    }
    throw new CompletionException(error);
  }

  /** Whether a quorum agrees that the key has this value and our lease. */
  private boolean isStored(EtcdClient.Operation operation, ByteSequence value) {
    List<KeyValue> found = operation.ask(jetcd -> jetcd.getKVClient().get(key)).getKvs();
    return found.stream().anyMatch(e -> e.getLease() == lease && e.getValue().equals(value));
  }
}
