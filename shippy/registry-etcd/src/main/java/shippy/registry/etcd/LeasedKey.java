package shippy.registry.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.lease.LeaseGrantResponse;
import io.etcd.jetcd.options.PutOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.etcd.client.EtcdClient;
import shippy.registry.etcd.format.NodeCodec;

/**
 * The key and lease of one node. Each renewal reads the key back. All operations may be repeated,
 * so an unknown outcome does no harm. Blocks; safe for any thread.
 */
final class LeasedKey {
  private static final Logger LOG = LoggerFactory.getLogger(LeasedKey.class);
  private static final long NONE = 0;

  private final EtcdClient client;
  private final ByteSequence key;
  private long lease = NONE;
  private long leaseSeconds;
  private boolean lost;
  private ByteSequence written = ByteSequence.EMPTY;

  LeasedKey(EtcdClient client, ByteSequence key) {
    this.client = client;
    this.key = key;
  }

  /** Renews the lease if the key is as it should be; else writes it with a new lease. */
  synchronized void renew(Node node, Duration ttl) {
    EtcdClient.Operation operation = client.begin("register " + node.id());
    ByteSequence value = NodeCodec.encode(node);
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
    PutOption option = PutOption.builder().withLeaseId(granted).build();
    operation.ask(jetcd -> jetcd.getKVClient().put(key, value, option));
    if (lost) {
      LOG.info("Registry [etcd] Putting back lost node: {}", node.id());
      lost = false;
    }
    lease = granted;
    leaseSeconds = seconds;
    written = value;
  }

  /** Deletes the key, then the lease, which would otherwise expire. */
  synchronized void remove(Node node) {
    EtcdClient.Operation operation = client.begin("deregister " + node.id());
    operation.ask(jetcd -> jetcd.getKVClient().delete(key));
    if (lease != NONE) {
      long left = lease;
      lease = NONE;
      try {
        operation.ask(jetcd -> jetcd.getLeaseClient().revoke(left));
      } catch (RegistryException e) {
        LOG.debug("the lease of {} is left to expire", node.id(), e);
      }
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
