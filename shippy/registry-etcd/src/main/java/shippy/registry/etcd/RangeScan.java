package shippy.registry.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.Function;
import shippy.registry.ListWatchSource.Listing;
import shippy.registry.NodeTable;
import shippy.registry.etcd.client.EtcdClient;
import shippy.registry.etcd.client.EtcdFailure;
import shippy.registry.etcd.format.EntryReader;
import shippy.registry.etcd.format.EtcdKeys;
import shippy.registry.etcd.format.KeyLayout;

/**
 * Reads the keys with a prefix at one revision. Uses one page if it fits into a message, else
 * smaller ones, so that huge values of others hide no node and fill no memory.
 */
final class RangeScan {
  private static final int MAX_KEYS = 100_000;
  private static final int SMALLER = 8;

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
    Consumer<KeyValue> each = found -> nodes.apply(entries.read(found));
    return new RangeScan(operation, entries.prefix(), EntryReader.MAX_SEEN, false, each)
        .first()
        .thenApply(revision -> new Listing(revision, nodes));
  }

  /** The names of all services: from the keys, and from the values where keys are not certain. */
  static CompletableFuture<List<String>> services(
      EtcdClient.Operation operation, KeyLayout layout, Function<String, EntryReader> entries) {
    Set<String> inKeys = new TreeSet<>();
    Consumer<KeyValue> each =
        found ->
            layout.service(found.getKey().toString(StandardCharsets.UTF_8)).ifPresent(inKeys::add);
    return new RangeScan(operation, layout.root(), MAX_KEYS, true, each)
        .first()
        .thenCompose(
            revision -> {
              List<String> doubtful = inKeys.stream().filter(n -> !layout.isCertain(n)).toList();
              Set<String> names = new ConcurrentSkipListSet<>(inKeys);
              doubtful.forEach(names::remove);
              return CompletableFuture.allOf(
                      doubtful.stream()
                          .map(name -> readNames(operation, entries.apply(name), names))
                          .toArray(CompletableFuture<?>[]::new))
                  .thenApply(done -> List.copyOf(names));
            });
  }

  private static CompletableFuture<Long> readNames(
      EtcdClient.Operation operation, EntryReader entries, Set<String> names) {
    Consumer<KeyValue> each =
        found -> entries.read(found).nodes().forEach(node -> names.add(node.service()));
    return new RangeScan(operation, entries.prefix(), EntryReader.MAX_SEEN, false, each).first();
  }

  private CompletableFuture<Long> first() {
    return page(EtcdKeys.begin(prefix));
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
    return page(page.getKvs().get(page.getKvs().size() - 1).getKey().concat(EtcdKeys.ZERO));
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
