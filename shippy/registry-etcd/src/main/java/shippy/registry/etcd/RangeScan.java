package shippy.registry.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Reads the keys with a prefix as of one revision, in one page if its answer is no larger than a
 * message may be, else in smaller ones: a stranger's huge values hide no node and fill no memory.
 */
final class RangeScan {
  private static final int SMALLER = 8;
  private static final ByteSequence ZERO = ByteSequence.from(new byte[1]);

  private final Calls.Operation operation;
  private final String prefix;
  private final int max;
  private final boolean keysOnly;
  private final Consumer<KeyValue> each;
  private int pageSize;
  private int seen;
  private long revision;

  private RangeScan(
      Calls.Operation operation,
      String prefix,
      int max,
      boolean keysOnly,
      Consumer<KeyValue> each) {
    this.operation = operation;
    this.prefix = prefix;
    this.max = max;
    this.keysOnly = keysOnly;
    this.each = each;
    this.pageSize = max;
  }

  /** Passes on the first {@code max} entries; completes with the revision they are of. */
  static CompletableFuture<Long> entries(
      Calls.Operation operation, String prefix, int max, Consumer<KeyValue> each) {
    return new RangeScan(operation, prefix, max, false, each).page(Keys.bytes(prefix));
  }

  /** The same without the values. */
  static CompletableFuture<Long> keys(
      Calls.Operation operation, String prefix, int max, Consumer<KeyValue> each) {
    return new RangeScan(operation, prefix, max, true, each).page(Keys.bytes(prefix));
  }

  private CompletableFuture<Long> page(ByteSequence from) {
    GetOption option =
        GetOption.builder()
            .withRange(Keys.end(prefix))
            .withLimit(Math.min(pageSize, max - seen))
            .withRevision(revision)
            .withKeysOnly(keysOnly)
            .withSerializable(true)
            .build();
    return operation
        .call(client -> client.getKVClient().get(from, option))
        .thenCompose(this::accept)
        .exceptionallyCompose(error -> shrink(from, error));
  }

  private CompletableFuture<Long> accept(GetResponse page) {
    page.getKvs().forEach(each);
    seen += page.getKvs().size();
    if (revision == 0) {
      revision = page.getHeader().getRevision();
    }
    if (!page.isMore() || seen >= max) {
      return CompletableFuture.completedFuture(revision);
    }
    return page(page.getKvs().get(page.getKvs().size() - 1).getKey().concat(ZERO));
  }

  private CompletableFuture<Long> shrink(ByteSequence from, Throwable error) {
    EtcdFailure failure = EtcdFailure.in(error);
    if (!failure.isTooLarge() || pageSize == 1) {
      return CompletableFuture.failedFuture(failure);
    }
    pageSize = Math.max(1, pageSize / SMALLER);
    return page(from);
  }
}
