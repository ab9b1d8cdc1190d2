package shippy.demo;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.demo.etcd.EtcdCluster;

/** Looks at everything and makes the next frame of it. One thread asks for frames. */
final class FrameBuilder implements Supplier<List<String>> {
  private static final int EVENTS = 12;

  private final EtcdCluster etcd;
  private final CallTotals tally;
  private final EventLog story;
  private final AnsiColours paint;
  private final AnswerRates rates = new AnswerRates();
  private volatile @Nullable Services services;

  private record Services(ServiceInstances fleet, DemoScript show) {}

  FrameBuilder(EtcdCluster etcd, CallTotals tally, EventLog story, AnsiColours paint) {
    this.etcd = etcd;
    this.tally = tally;
    this.story = story;
    this.paint = paint;
  }

  /** From now on there are services to show. */
  void follow(ServiceInstances fleet, DemoScript show) {
    services = new Services(fleet, show);
  }

  @Override
  public List<String> get() {
    return frame(story.elapsed()).lines(paint);
  }

  private LiveFrame frame(Duration at) {
    rates.sample(at, tally.answers());
    Services now = services;
    String step = now == null ? "" : now.show().playing();
    return new LiveFrame(
        at,
        step.isEmpty() ? "starting" : step,
        tally.total(),
        rates.total(),
        etcd.members().stream()
            .map(m -> new LiveFrame.Node(m.name(), m.address(), m.state()))
            .toList(),
        now == null ? List.of() : now.fleet().all().stream().map(this::server).toList(),
        story.last(EVENTS));
  }

  private LiveFrame.Server server(ServiceInstance instance) {
    String address = instance.address().orElse("");
    return new LiveFrame.Server(
        instance.name(),
        address,
        instance.member().name(),
        instance.state(),
        instance.isGone() ? 0 : rates.of(address));
  }
}
