package shippy.registry.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import shippy.registry.ListWatchSource.Listing;
import shippy.registry.NodeTable;
import shippy.registry.etcd.client.EtcdClient;
import shippy.registry.etcd.client.EtcdFailure;
import shippy.registry.etcd.format.EntryReader;
import shippy.registry.etcd.format.EtcdKeys;

/**
 * Reads the keys with a prefix at one revision. Uses one page if it fits into a message, else
 * smaller ones, so that huge values of others hide no node and fill no memory.
 */
final class RangeScan {
  private static final int MAX_KEYS = 10_000;
  private static final int SMALLER = 8;
  private static final ByteSequence ZERO = ByteSequence.from(new byte[1]);

  private final EtcdClient.Operation operation;
  private final String prefix;
  private final int max;
  private final boolean keysOnly;
  private final Consumer<KeyValue> each;
  private int pageSize;
  private int seen;
  private long revision;

  private RangeScan(
      EtcdClient.Operation operation,
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

  /** The nodes of a service. */
  static CompletableFuture<Listing> nodes(EtcdClient.Operation operation, EntryReader entries) {
    NodeTable nodes = entries.table();
    String prefix = EtcdKeys.of(entries.service());
    Consumer<KeyValue> each = found -> nodes.apply(entries.read(found));
    return new RangeScan(operation, prefix, EntryReader.MAX_SEEN, false, each)
        .page(EtcdKeys.bytes(prefix))
        .thenApply(revision -> new Listing(revision, nodes));
  }

  /** The names of all services, from the keys alone. */
  static CompletableFuture<List<String>> services(EtcdClient.Operation operation) {
    TreeSet<String> names = new TreeSet<>();
    Consumer<KeyValue> each =
        found ->
            EtcdKeys.service(found.getKey().toString(StandardCharsets.UTF_8)).ifPresent(names::add);
    return new RangeScan(operation, EtcdKeys.PREFIX, MAX_KEYS, true, each)
        .page(EtcdKeys.bytes(EtcdKeys.PREFIX))
        .thenApply(revision -> List.copyOf(names));
  }

  /** Reads the first {@code max} keys; completes with their revision. */
  private CompletableFuture<Long> page(ByteSequence from) {
    GetOption option =
        GetOption.builder()
            .withRange(EtcdKeys.end(prefix))
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
