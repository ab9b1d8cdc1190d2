package shippy.demo;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at everything and makes the next frame of it. One thread asks for frames. */
final class Board implements Supplier<List<String>> {
  private static final int EVENTS = 12;

  private final EtcdCluster etcd;
  private final Tally tally;
  private final Story story;
  private final Paint paint;
  private final Rates rates = new Rates();
  private volatile @Nullable Services services;

  private record Services(Fleet fleet, Show show) {}

  Board(EtcdCluster etcd, Tally tally, Story story, Paint paint) {
    this.etcd = etcd;
    this.tally = tally;
    this.story = story;
    this.paint = paint;
  }

  /** From now on there are services to show. */
  void follow(Fleet fleet, Show show) {
    services = new Services(fleet, show);
  }

  @Override
  public List<String> get() {
    return frame(story.elapsed()).lines(paint);
  }

  private Frame frame(Duration at) {
    rates.sample(at, tally.answers());
    Services now = services;
    String step = now == null ? "" : now.show().playing();
    return new Frame(
        at,
        step.isEmpty() ? "starting" : step,
        tally.total(),
        rates.total(),
        etcd.members().stream().map(m -> new Frame.Node(m.name(), m.address(), m.state())).toList(),
        now == null ? List.of() : now.fleet().all().stream().map(this::server).toList(),
        story.last(EVENTS));
  }

  private Frame.Server server(Instance instance) {
    String address = instance.address().orElse("");
    return new Frame.Server(
        instance.name(),
        address,
        instance.member().name(),
        instance.state(),
        instance.isGone() ? 0 : rates.of(address));
  }
}
