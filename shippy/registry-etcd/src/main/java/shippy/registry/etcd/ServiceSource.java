package shippy.registry.etcd;

import java.util.concurrent.CompletableFuture;
import shippy.registry.Discovery;
import shippy.registry.ListWatchSource;
import shippy.registry.NodeTable;

/** One service in etcd, to be followed. Safe for any thread. */
record ServiceSource(Calls calls, Entries entries) implements ListWatchSource {

  @Override
  public CompletableFuture<Listing> list() {
    String name = "watch " + entries.service();
    NodeTable nodes = entries.table();
    return RangeScan.entries(
            calls.begin(name),
            Keys.of(entries.service()),
            Entries.MAX_SEEN,
            found -> nodes.apply(entries.read(found)))
        .thenApply(revision -> new Listing(revision, nodes))
        .exceptionallyCompose(
            error ->
                CompletableFuture.failedFuture(
                    calls.explanation().of(name, EtcdFailure.in(error))));
  }

  @Override
  public Discovery.Watch watch(long revision, Listener listener) {
    return EventStream.open(calls.connection(), entries, revision + 1, listener);
  }
}
