package shippy.registry.dns;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  private volatile long ttlSeconds = LEAST_SECONDS;

  DnsListWatchSource(String service, DnsLookup lookup, Clock clock) {
    this.service = service;
    this.lookup = lookup;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Listing> list() {
    return lookup.find(service).thenApply(this::listing);
  }

  private Listing listing(DnsLookup.Found found) {
    ttlSeconds = Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, found.ttlSeconds()));
    NodeTable table =
        new NodeTable(service, id -> LOG.warn("Registry [dns] {}: {} is left out", service, id));
    found.nodes().forEach(node -> table.apply(new NodeTable.Change(node.id(), List.of(node))));
    return new Listing(0, table);
  }

  @Override
  public Discovery.Watch watch(long revision, Listener listener) {
    return clock.schedule(Duration.ofSeconds(ttlSeconds), listener::ended)::cancel;
  }
}
