package shippy.registry.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.lease.LeaseGrantResponse;
import io.etcd.jetcd.options.PutOption;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.registry.Node;
import shippy.registry.RegistryException;

/**
 * One node's key and lease. Trusts nothing it remembers: each renewal reads the key back. All
 * operations may be repeated, so one whose outcome is unknown does no harm. Blocks; safe for any
 * thread.
 */
final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final long NONE = 0;

  private final Calls calls;
  private final ByteSequence key;
  private long lease = NONE;
  private long leaseSeconds;
  private boolean lost;
  private ByteSequence written = ByteSequence.EMPTY;

  Registration(Calls calls, ByteSequence key) {
    this.calls = calls;
    this.key = key;
  }

  /** Renews the lease if the key stands as it should, else writes it under a new lease. */
  synchronized void renew(Node node, Duration ttl) {
    Calls.Operation operation = calls.begin("register " + node.id());
    ByteSequence value = NodeWriter.write(node);
    long seconds = Math.max(1, ttl.plusMillis(999).toSeconds());
    if (lease != NONE && seconds == leaseSeconds) {
      if (keepAlive(operation) && stands(operation, value)) {
        return;
      }
      // Not to be found out again: over a slow line there may be no time left to put it back now.
      lease = NONE;
      lost = value.equals(written);
    }
    long granted =
        operation.ask(
            client -> client.getLeaseClient().grant(seconds).thenApply(LeaseGrantResponse::getID));
    PutOption option = PutOption.builder().withLeaseId(granted).build();
    operation.ask(client -> client.getKVClient().put(key, value, option));
    if (lost) {
      LOG.info("Registry [etcd] Putting back lost node: {}", node.id());
      lost = false;
    }
    lease = granted;
    leaseSeconds = seconds;
    written = value;
  }

  /** Deletes the key, then the lease, which alone would only expire. */
  synchronized void remove(Node node) {
    Calls.Operation operation = calls.begin("deregister " + node.id());
    operation.ask(client -> client.getKVClient().delete(key));
    if (lease != NONE) {
      long left = lease;
      lease = NONE;
      try {
        operation.ask(client -> client.getLeaseClient().revoke(left));
      } catch (RegistryException e) {
        LOG.debug("the lease of {} is left to expire", node.id(), e);
      }
    }
  }

  private boolean keepAlive(Calls.Operation operation) {
    long renewed = lease;
    return operation.ask(
        client ->
            client
                .getLeaseClient()
                .keepAliveOnce(renewed)
                .thenApply(answer -> answer.getTTL() > 0)
                .exceptionally(Registration::goneOrFailed));
  }

  private static boolean goneOrFailed(Throwable error) {
    if (error.getCause() instanceof EtcdException e && e.getErrorCode() == ErrorCode.NOT_FOUND) {
      return false;
    }
    throw new CompletionException(error);
  }

  /** Whether a quorum agrees that the key holds the value under the lease. */
  private boolean stands(Calls.Operation operation, ByteSequence value) {
    for (KeyValue found : operation.ask(client -> client.getKVClient().get(key)).getKvs()) {
      return found.getLease() == lease && found.getValue().equals(value);
    }
    return false;
  }
}
