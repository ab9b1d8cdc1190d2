package shippy.registry.etcd;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One watch on etcd, from a revision on until it ends: jetcd resumes some watches and leaves others
 * closed, here the first error is the end. What happens is told on the given thread.
 */
final class EventStream implements Watch.Listener, AutoCloseable {
  private final Executor thread;
  private final Listener listener;
  private Watch.@Nullable Watcher watcher;

  /** Is called on one thread. */
  interface Listener {
    void changed(EventStream source, List<WatchEvent> events);

    /** For whatever reason: nothing more comes. */
    void ended(EventStream source);
  }

  private EventStream(Executor thread, Listener listener) {
    this.thread = thread;
    this.listener = listener;
  }

  static EventStream open(
      Connection connection, String prefix, long revision, Executor thread, Listener listener) {
    EventStream stream = new EventStream(thread, listener);
    WatchOption option =
        WatchOption.builder()
            .withRange(Keys.end(prefix))
            .withRevision(revision)
            .withRequireLeader(true)
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

  @Override
  public void onNext(WatchResponse response) {
    thread.execute(() -> listener.changed(this, response.getEvents()));
  }

  @Override
  public void onError(Throwable error) {
    onCompleted();
  }

  @Override
  public void onCompleted() {
    thread.execute(() -> listener.ended(this));
  }

  @Override
  public void close() {
    if (watcher != null) {
      watcher.close();
    }
  }
}
