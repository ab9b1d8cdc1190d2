package shippy.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** A source whose listings are answered, and whose watches are fed, by the test. */
final class ScriptedSource implements ListWatchSource {
  final List<CompletableFuture<Listing>> listings = new ArrayList<>();
  final List<Stream> streams = new ArrayList<>();

  /** A watch that was asked for. */
  static final class Stream implements Discovery.Watch {
    final long revision;
    final Listener listener;
    boolean closed;

    Stream(long revision, Listener listener) {
      this.revision = revision;
      this.listener = listener;
    }

    void put(Node... nodes) {
      for (Node node : nodes) {
        listener.changed(List.of(new NodeTable.Change(node.id(), List.of(node))));
      }
    }

    void delete(Node node) {
      listener.changed(List.of(new NodeTable.Change(node.id(), List.of())));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  Stream stream() {
    return streams.get(streams.size() - 1);
  }

  void answer(long revision, Node... nodes) {
    NodeTable table = new NodeTable("s", key -> {});
    for (Node node : nodes) {
      table.apply(new NodeTable.Change(node.id(), List.of(node)));
    }
    lastListing().complete(new Listing(revision, table));
  }

  void fail() {
    failWith(new RegistryException(Problem.of(ExitCode.UNAVAILABLE, "refused"), null));
  }

  void failWith(RuntimeException error) {
    lastListing().completeExceptionally(error);
  }

  private CompletableFuture<Listing> lastListing() {
    return listings.get(listings.size() - 1);
  }

  @Override
  public CompletableFuture<Listing> list() {
    CompletableFuture<Listing> listing = new CompletableFuture<>();
    listings.add(listing);
    return listing;
  }

  @Override
  public Discovery.Watch watch(long revision, Listener listener) {
    streams.add(new Stream(revision, listener));
    return stream();
  }
}
