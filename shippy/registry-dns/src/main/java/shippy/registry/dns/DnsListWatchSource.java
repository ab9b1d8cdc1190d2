package shippy.registry.dns;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.registry.Discovery;
import shippy.registry.ListWatchSource;
import shippy.registry.NodeTable;

/**
 * The records of one service. DNS tells nobody of changes: a watch ends when the records have
 * expired, so that they are asked for again. Safe for any thread.
 */
final class DnsListWatchSource implements ListWatchSource {
  private static final Logger LOG = LoggerFactory.getLogger(DnsRegistry.class);
  private static final long LEAST_SECONDS = 1;
  private static final long MOST_SECONDS = 30;

  private final String service;
  private final DnsLookup lookup;
  private final Clock clock;
  private long ttlSeconds;
  private long began;
  private @Nullable Runnable ending;
  private Clock.Timer timer = () -> {};

  DnsListWatchSource(String service, DnsLookup lookup, Clock clock) {
    this.service = service;
    this.lookup = lookup;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Listing> list() {
    return lookup.find(service).thenApply(this::listing);
  }

  private synchronized Listing listing(DnsLookup.Found found) {
    ttlSeconds = Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, found.ttlSeconds()));
    NodeTable table =
        new NodeTable(service, id -> LOG.warn("Registry [dns] {}: {} is left out", service, id));
    found.nodes().forEach(node -> table.apply(new NodeTable.Change(node.id(), List.of(node))));
    return new Listing(0, table);
  }

  @Override
  public synchronized Discovery.Watch watch(long revision, Listener listener) {
    began = clock.nanoTime();
    ending = listener::ended;
    endAfter(ttlSeconds);
    return this::forget;
  }

  /** Ends the watch when it is a second old, if there is one. */
  synchronized void refresh() {
    if (ending != null) {
      endAfter(LEAST_SECONDS);
    }
  }

  private void endAfter(long seconds) {
    Duration left = Duration.ofSeconds(seconds).minusNanos(clock.nanoTime() - began);
    timer.cancel();
    timer = clock.schedule(left.isNegative() ? Duration.ZERO : left, this::end);
  }

  private void end() {
    @Nullable Runnable told;
    synchronized (this) {
      told = ending;
      forget();
    }
    if (told != null) {
      told.run();
    }
  }

  private synchronized void forget() {
    timer.cancel();
    ending = null;
  }
}
