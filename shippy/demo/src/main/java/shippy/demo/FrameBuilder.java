package shippy.demo;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.demo.etcd.EtcdCluster;

/** Builds the next frame from the state of everything. For one thread. */
final class FrameBuilder implements Supplier<List<String>> {
  private static final int EVENTS = 12;

  private final EtcdCluster etcd;
  private final CallTotals totals;
  private final EventLog events;
  private final AnsiColours colours;
  private final AnswerRates rates = new AnswerRates();
  private volatile @Nullable Services services;

  private record Services(ServiceInstances instances, DemoScript script, String page) {}

  FrameBuilder(EtcdCluster etcd, CallTotals totals, EventLog events, AnsiColours colours) {
    this.etcd = etcd;
    this.totals = totals;
    this.events = events;
    this.colours = colours;
  }

  /** Shows the services too, from now on. */
  void follow(ServiceInstances instances, DemoScript script, String page) {
    services = new Services(instances, script, page);
  }

  @Override
  public List<String> get() {
    return frame(events.elapsed()).lines(colours);
  }

  private LiveFrame frame(Duration at) {
    rates.sample(at, totals.answers());
    Services now = services;
    String step = now == null ? "" : now.script().current();
    return new LiveFrame(
        at,
        step.isEmpty() ? "starting" : step,
        now == null ? "" : now.page(),
        totals.total(),
        rates.total(),
        etcd.members().stream()
            .map(m -> new LiveFrame.Node(m.name(), m.address(), m.state()))
            .toList(),
        now == null ? List.of() : now.instances().all().stream().map(this::server).toList(),
        events.last(EVENTS));
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
