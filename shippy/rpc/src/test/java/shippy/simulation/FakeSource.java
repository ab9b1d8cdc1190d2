package shippy.simulation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import shippy.registry.Discovery;
import shippy.registry.ListWatchSource;
import shippy.registry.NodeTable;

/** The nodes as seen over one link, by code that may have a bug. */
record FakeSource(SimulatedLink link, SeededBug bug) implements ListWatchSource {

  @Override
  public CompletableFuture<Listing> list() {
    CompletableFuture<Listing> answer = new CompletableFuture<>();
    link.clock.schedule(link.latency(), () -> arrive(answer));
    return answer;
  }

  private void arrive(CompletableFuture<Listing> answer) {
    if (link.isSilent()) {
      link.clock.schedule(SimulatedLink.LIMIT, () -> fail(answer, "silent"));
    } else if (link.isRefused() || link.fails()) {
      link.clock.schedule(link.latency(), () -> fail(answer, "refused"));
    } else {
      Listing found = link.etcd.list();
      link.clock.schedule(link.latency(), () -> answer(answer, found));
    }
  }

  private void answer(CompletableFuture<Listing> answer, Listing found) {
    if (link.isSilent()) {
      link.clock.schedule(SimulatedLink.LIMIT, () -> fail(answer, "silent"));
    } else {
      answer.complete(found);
    }
  }

  private void fail(CompletableFuture<Listing> answer, String why) {
    if (bug == SeededBug.OUTAGE_TAKEN_AS_EMPTY) {
      answer.complete(new Listing(0, new NodeTable("s", key -> {})));
    } else {
      answer.completeExceptionally(SimulatedLink.failure("cannot list: " + why));
    }
  }

  @Override
  public Discovery.Watch watch(long revision, Listener listener) {
    FakeStream stream =
        new FakeStream(link, bug == SeededBug.FORGOTTEN_RELIST ? deafToTheEnd(listener) : listener);
    stream.open(revision);
    return stream;
  }

  private static Listener deafToTheEnd(Listener listener) {
    return new Listener() {
      @Override
      public void changed(List<NodeTable.Change> changes) {
        listener.changed(changes);
      }

      @Override
      public void ended() {}
    };
  }
}
