package shippy.registry.etcd;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import shippy.registry.Discovery;
import shippy.registry.ListWatchSource;
import shippy.registry.NodeTable;

/**
 * One watch on etcd, from a revision on until it ends: jetcd resumes some watches and leaves others
 * closed, here the first error is the end.
 */
final class EventStream implements Watch.Listener, Discovery.Watch {
  private final Entries entries;
  private final long revision;
  private final ListWatchSource.Listener listener;
  private Watch.@Nullable Watcher watcher;

  private EventStream(Entries entries, long revision, ListWatchSource.Listener listener) {
    this.entries = entries;
    this.revision = revision;
    this.listener = listener;
  }

  static EventStream open(
      Connection connection, Entries entries, long revision, ListWatchSource.Listener listener) {
    EventStream stream = new EventStream(entries, revision, listener);
    String prefix = Keys.of(entries.service());
    WatchOption option =
        WatchOption.builder()
            .withRange(Keys.end(prefix))
            .withRevision(revision)
            .withRequireLeader(true)
            .withCreateNotify(true)
            .build();
    try {
      Watch watches = connection.client().getWatchClient();
      stream.watcher = watches.watch(Keys.bytes(prefix), option, stream);
    } catch (RuntimeException e) {
      // Another thread replaces the client just now: its parts throw, or are gone, as it happens.
      stream.onError(e);
    }
    return stream;
  }

  /**
   * Two things are an end too, since only listing helps: an event that is not understood, and an
   * etcd that has not come as far as the listing, for it would keep what it has to itself until
   * then: its data were lost in between.
   */
  @Override
  public void onNext(WatchResponse response) {
    List<WatchEvent> events = response.getEvents();
    if (response.getHeader().getRevision() < revision - 1
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
        : Entries.nothing(entry.getKey());
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
