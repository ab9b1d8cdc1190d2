package shippy.demo;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import shippy.console.output.NumberFormats;
import shippy.demo.etcd.EtcdCluster;
import shippy.demo.etcd.EtcdMember;
import shippy.demo.workspace.StoppableWait;

/**
 * Runs the steps of the demo. Each does something to the system, logs it, and waits for its share
 * of the time. For one thread; any thread may ask for the current step.
 */
final class DemoScript {
  private static final Duration ELECTION_LIMIT = Duration.ofSeconds(20);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

  private final EtcdCluster etcd;
  private final ServiceInstances instances;
  private final CallTotals totals;
  private final EventLog events;
  private final StoppableWait wait;
  private final Consumer<DemoStep> before;
  private volatile String current = "";

  /**
   * A script that has not begun.
   *
   * @param before called before each step; may wait
   */
  DemoScript(
      EtcdCluster etcd,
      ServiceInstances instances,
      CallTotals totals,
      EventLog events,
      StoppableWait wait,
      Consumer<DemoStep> before) {
    this.etcd = etcd;
    this.instances = instances;
    this.totals = totals;
    this.events = events;
    this.wait = wait;
    this.before = before;
  }

  /** The current step, for the title. */
  String current() {
    return current;
  }

  /** Runs the steps. Together they take this long, or longer if one of them needs more. */
  List<DemoSummary.Row> run(List<DemoStep> plan, Duration length) {
    List<DemoSummary.Row> rows = new ArrayList<>();
    for (DemoStep step : plan) {
      current = "%d of %d: %s".formatted(rows.size() + 1, plan.size(), step.title());
      before.accept(step);
      rows.add(run(step, step.length(plan, length)));
    }
    current = "load stopped, checking the books";
    return rows;
  }

  private DemoSummary.Row run(DemoStep step, Duration least) {
    Duration at = events.elapsed();
    Supplier<Duration> took = wait.clock().stopwatch();
    instances.forgetGone();
    totals.nextStep();
    switch (step) {
      case STEADY ->
          events.tell("steady load, %d calls a second".formatted(LoadGenerator.CALLS_A_SECOND));
      case TERMINATE -> terminate();
      case KILL -> kill();
      case ADD -> add();
      case KILL_LEADER -> killLeader(least);
      case PAUSE -> pause(least);
      case ROLL -> roll();
    }
    wait.pause(least.minus(took.get()));
    CallTotals.Counts counts = totals.step();
    events.tell(
        "  %s, %s failed, %s retried, slowest %s"
            .formatted(
                NumberFormats.count(counts.calls(), "call"),
                NumberFormats.count(counts.failed()),
                NumberFormats.count(counts.retried()),
                NumberFormats.millis(counts.slowest())));
    return new DemoSummary.Row(step.title(), at, counts);
  }

  private void terminate() {
    ServiceInstance old = instances.running(ServiceRole.VESSEL).get(0);
    Supplier<Duration> took = wait.clock().stopwatch();
    old.terminate();
    ServiceInstance replacement = instances.start(old.role(), old.member());
    events.tell("SIGTERM %s: it drains; %s is started".formatted(old.name(), replacement.name()));
    awaitEnd(List.of(old));
    String drained = NumberFormats.seconds(took.get());
    instances.awaitServing(replacement, wait);
    events.tell(
        "%s ended in order after %s, %s answers after %s"
            .formatted(old.name(), drained, replacement.name(), NumberFormats.seconds(took.get())));
  }

  private void kill() {
    List<ServiceInstance> killed =
        Stream.of(ServiceRole.values()).map(r -> instances.running(r).get(0)).toList();
    Supplier<Duration> took = wait.clock().stopwatch();
    killed.forEach(ServiceInstance::kill);
    List<ServiceInstance> replacements =
        killed.stream().map(v -> instances.start(v.role(), v.member())).toList();
    events.tell("kill -9 %s; %s start".formatted(names(killed), names(replacements)));
    replacements.forEach(instance -> instances.awaitServing(instance, wait));
    events.tell(
        "%s answer after %s".formatted(names(replacements), NumberFormats.seconds(took.get())));
  }

  private void add() {
    List<EtcdMember> members = etcd.members();
    int running = instances.running(ServiceRole.CONSIGNMENT).size();
    Supplier<Duration> took = wait.clock().stopwatch();
    ServiceInstance added =
        instances.start(ServiceRole.CONSIGNMENT, members.get(running % members.size()));
    events.tell("%s is added".formatted(added.name()));
    instances.awaitServing(added, wait);
    events.tell("%s answers after %s".formatted(added.name(), NumberFormats.seconds(took.get())));
  }

  private void killLeader(Duration least) {
    EtcdMember old = leader();
    Supplier<Duration> took = wait.clock().stopwatch();
    old.kill();
    events.tell("kill -9 %s, the etcd leader".formatted(old.name()));
    EtcdMember successor = leader();
    events.tell("%s leads after %s".formatted(successor.name(), NumberFormats.seconds(took.get())));
    wait.pause(least.dividedBy(2).minus(took.get()));
    etcd.start(old);
    etcd.awaitHealth(wait);
    events.tell("%s is back after %s".formatted(old.name(), NumberFormats.seconds(took.get())));
  }

  private void pause(Duration least) {
    EtcdMember leader = leader();
    EtcdMember frozen =
        etcd.members().stream().filter(m -> m != leader).reduce(leader, (any, last) -> last);
    Duration silence = least.multipliedBy(6).dividedBy(10);
    frozen.pause();
    events.tell("SIGSTOP %s: its connections stay open and silent".formatted(frozen.name()));
    wait.pause(silence);
    frozen.resume();
    Supplier<Duration> took = wait.clock().stopwatch();
    etcd.awaitHealth(wait);
    events.tell(
        "%s was silent for %s, takes part again after %s"
            .formatted(
                frozen.name(), NumberFormats.seconds(silence), NumberFormats.seconds(took.get())));
  }

  /** One after the other: an old instance ends when its replacement answers. */
  private void roll() {
    List<ServiceInstance> old =
        Stream.of(ServiceRole.values()).flatMap(role -> instances.running(role).stream()).toList();
    Supplier<Duration> took = wait.clock().stopwatch();
    for (ServiceInstance instance : old) {
      ServiceInstance replacement = instances.start(instance.role(), instance.member());
      instances.awaitServing(replacement, wait);
      instance.terminate();
      events.tell("%s answers, SIGTERM %s".formatted(replacement.name(), instance.name()));
      instances.forgetGone();
    }
    awaitEnd(old);
    events.tell(
        "all %d instances replaced in %s".formatted(old.size(), NumberFormats.seconds(took.get())));
  }

  private EtcdMember leader() {
    wait.until(() -> etcd.leader().isPresent(), ELECTION_LIMIT);
    return etcd.leader().orElseThrow(() -> etcd.unhealthy(ELECTION_LIMIT));
  }

  /** Logs those that drain for too long: that loses no request. */
  private void awaitEnd(List<ServiceInstance> leaving) {
    if (!wait.until(() -> leaving.stream().allMatch(ServiceInstance::isGone), DRAIN_LIMIT)) {
      events.tell("still draining: " + names(leaving.stream().filter(i -> !i.isGone()).toList()));
    }
  }

  private static String names(List<ServiceInstance> instances) {
    return instances.stream().map(ServiceInstance::name).collect(joining(" and "));
  }
}
