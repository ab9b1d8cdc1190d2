package shippy.registry.etcd;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import shippy.registry.Discovery;
import shippy.registry.ListWatchSource;
import shippy.registry.NodeTable;
import shippy.registry.etcd.client.EtcdClient;
import shippy.registry.etcd.format.EntryReader;
import shippy.registry.etcd.format.EtcdKeys;

/** The entries of one service in etcd, to list and watch. Safe for any thread. */
record EtcdListWatchSource(EtcdClient client, EntryReader entries) implements ListWatchSource {

  @Override
  public CompletableFuture<Listing> list() {
    EtcdClient.Operation operation = client.begin("watch " + entries.service());
    return operation.explained(RangeScan.nodes(operation, entries));
  }

  /** One watch on etcd. The first error ends it, because jetcd resumes only some watches. */
  @Override
  public Discovery.Watch watch(long revision, Listener listener) {
    WatchStream stream = new WatchStream(revision, listener);
    String prefix = entries.prefix();
    WatchOption option =
        WatchOption.builder()
            .withRange(EtcdKeys.end(prefix))
            .withRevision(revision + 1)
            .withRequireLeader(true)
            .withCreateNotify(true)
            .build();
    try {
      Watch watches = client.jetcd().getWatchClient();
      stream.watcher = watches.watch(EtcdKeys.begin(prefix), option, stream);
    } catch (RuntimeException e) {
      // Another thread may be replacing the client, so that a part of it throws or is gone.
      stream.onError(e);
    }
    return stream;
  }

  private final class WatchStream implements Watch.Listener, Discovery.Watch {
    private final long listed;
    private final Listener listener;
    private Watch.@Nullable Watcher watcher;

    WatchStream(long listed, Listener listener) {
      this.listed = listed;
      this.listener = listener;
    }

    /**
     * Two more things end a watch, because only a new listing helps: an unknown event, and an etcd
     * whose revision is older than the listing. Such an etcd has lost its data and would send
     * nothing until it reaches the revision again.
     */
    @Override
    public void onNext(WatchResponse response) {
      List<WatchEvent> events = response.getEvents();
      if (response.getHeader().getRevision() < listed
          || events.stream().anyMatch(e -> e.getEventType() == WatchEvent.EventType.UNRECOGNIZED)) {
        listener.ended();
      } else if (!events.isEmpty()) {
        listener.changed(events.stream().map(this::change).toList());
      }
    }

    private NodeTable.Change change(WatchEvent event) {
      KeyValue entry = event.getKeyValue();
      return event.getEventType() == WatchEvent.EventType.PUT
          ? entries.read(entry)
          : EntryReader.gone(entry.getKey());
    }

    @Override
    public void onError(Throwable error) {
      listener.ended();
    }

    @Override
    public void onCompleted() {
      listener.ended();
    }

    @Override
    public void close() {
      if (watcher != null) {
        watcher.close();
      }
    }
  }
}
