package shippy.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The steps of the demo, in order. */
enum DemoStep {
  STEADY("steady load", 6),
  TERMINATE("SIGTERM an instance", 8),
  KILL("kill -9 one of each service", 9),
  ADD("add an instance", 6),
  KILL_LEADER("kill -9 the etcd leader", 10),
  PAUSE("SIGSTOP an etcd member", 10),
  ROLL("rolling restart of all services", 11);

  /** So many that a majority is left without one of them. */
  private static final int FEWEST_NODES = 3;

  private final String title;
  private final int share;

  DemoStep(String title, int share) {
    this.title = title;
    this.share = share;
  }

  String title() {
    return title;
  }

  /** The steps for a cluster of this size. */
  static List<DemoStep> plan(int nodes, boolean faults) {
    List<DemoStep> plan = new ArrayList<>(List.of(faults ? values() : new DemoStep[] {STEADY}));
    if (nodes < FEWEST_NODES) {
      plan.removeAll(List.of(KILL_LEADER, PAUSE));
    }
    return plan;
  }

  /** The shortest time of this step if the whole plan takes {@code length}. */
  Duration length(List<DemoStep> plan, Duration length) {
    return length.multipliedBy(share).dividedBy(plan.stream().mapToInt(s -> s.share).sum());
  }
}
