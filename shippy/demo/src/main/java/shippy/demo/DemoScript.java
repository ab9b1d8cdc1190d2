package shippy.demo;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import shippy.demo.etcd.EtcdCluster;
import shippy.demo.etcd.EtcdMember;
import shippy.demo.workspace.Pacer;

/**
 * The order of events. Each step does something to the system, tells what, and lets its share of
 * the time pass. One thread plays; any thread may ask what is being played.
 */
final class DemoScript {
  private static final Duration ELECTION_LIMIT = Duration.ofSeconds(20);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

  private final EtcdCluster etcd;
  private final ServiceInstances fleet;
  private final CallTotals tally;
  private final EventLog story;
  private final Pacer pacer;
  private volatile String playing = "";

  DemoScript(
      EtcdCluster etcd, ServiceInstances fleet, CallTotals tally, EventLog story, Pacer pacer) {
    this.etcd = etcd;
    this.fleet = fleet;
    this.tally = tally;
    this.story = story;
    this.pacer = pacer;
  }

  /** What is being done, for the title. */
  String playing() {
    return playing;
  }

  /** Plays the steps, which take that long together, or longer if one of them needs to. */
  List<DemoSummary.Row> play(List<DemoStep> plan, Duration length) {
    List<DemoSummary.Row> rows = new ArrayList<>();
    for (DemoStep step : plan) {
      playing = "%d of %d: %s".formatted(rows.size() + 1, plan.size(), step.title());
      rows.add(play(step, step.length(plan, length)));
    }
    playing = "load stopped, checking the books";
    return rows;
  }

  private DemoSummary.Row play(DemoStep step, Duration least) {
    Duration at = story.elapsed();
    Supplier<Duration> took = pacer.clock().stopwatch();
    fleet.forgetGone();
    tally.nextStep();
    switch (step) {
      case STEADY ->
          story.tell("steady load, %d calls a second".formatted(LoadGenerator.CALLS_A_SECOND));
      case TERMINATE -> terminate();
      case KILL -> kill();
      case ADD -> add();
      case KILL_LEADER -> killLeader(least);
      case PAUSE -> pause(least);
      case ROLL -> roll();
    }
    pacer.hold(least.minus(took.get()));
    CallTotals.Counts counts = tally.step();
    story.tell(
        "  %s, %s failed, %s retried, slowest %s"
            .formatted(
                NumberFormats.count(counts.calls(), "call"),
                NumberFormats.count(counts.failed()),
                NumberFormats.count(counts.retried()),
                NumberFormats.millis(counts.slowest())));
    return new DemoSummary.Row(step.title(), at, counts);
  }

  private void terminate() {
    ServiceInstance old = fleet.running(ServiceRole.VESSEL).get(0);
    Supplier<Duration> took = pacer.clock().stopwatch();
    old.terminate();
    ServiceInstance fresh = fleet.start(old.role(), old.member());
    story.tell("SIGTERM %s: it drains; %s is started".formatted(old.name(), fresh.name()));
    awaitEnd(List.of(old));
    String drained = NumberFormats.seconds(took.get());
    fleet.awaitServing(fresh, pacer);
    story.tell(
        "%s ended in order after %s, %s answers after %s"
            .formatted(old.name(), drained, fresh.name(), NumberFormats.seconds(took.get())));
  }

  private void kill() {
    List<ServiceInstance> victims =
        Stream.of(ServiceRole.values()).map(r -> fleet.running(r).get(0)).toList();
    Supplier<Duration> took = pacer.clock().stopwatch();
    victims.forEach(ServiceInstance::kill);
    List<ServiceInstance> fresh =
        victims.stream().map(v -> fleet.start(v.role(), v.member())).toList();
    story.tell("kill -9 %s; %s start".formatted(names(victims), names(fresh)));
    fresh.forEach(instance -> fleet.awaitServing(instance, pacer));
    story.tell("%s answer after %s".formatted(names(fresh), NumberFormats.seconds(took.get())));
  }

  private void add() {
    List<EtcdMember> members = etcd.members();
    int running = fleet.running(ServiceRole.CONSIGNMENT).size();
    Supplier<Duration> took = pacer.clock().stopwatch();
    ServiceInstance fresh =
        fleet.start(ServiceRole.CONSIGNMENT, members.get(running % members.size()));
    story.tell("%s is added".formatted(fresh.name()));
    fleet.awaitServing(fresh, pacer);
    story.tell("%s answers after %s".formatted(fresh.name(), NumberFormats.seconds(took.get())));
  }

  private void killLeader(Duration least) {
    EtcdMember old = leader();
    Supplier<Duration> took = pacer.clock().stopwatch();
    old.kill();
    story.tell("kill -9 %s, the etcd leader".formatted(old.name()));
    EtcdMember fresh = leader();
    story.tell("%s leads after %s".formatted(fresh.name(), NumberFormats.seconds(took.get())));
    pacer.hold(least.dividedBy(2).minus(took.get()));
    etcd.start(old);
    etcd.awaitHealth(pacer);
    story.tell("%s is back after %s".formatted(old.name(), NumberFormats.seconds(took.get())));
  }

  private void pause(Duration least) {
    EtcdMember leader = leader();
    EtcdMember frozen =
        etcd.members().stream().filter(m -> m != leader).reduce(leader, (any, last) -> last);
    Duration silence = least.multipliedBy(6).dividedBy(10);
    frozen.pause();
    story.tell("SIGSTOP %s: its connections stay open and silent".formatted(frozen.name()));
    pacer.hold(silence);
    frozen.resume();
    Supplier<Duration> took = pacer.clock().stopwatch();
    etcd.awaitHealth(pacer);
    story.tell(
        "%s was silent for %s, takes part again after %s"
            .formatted(
                frozen.name(), NumberFormats.seconds(silence), NumberFormats.seconds(took.get())));
  }

  /** One after the other: an old one goes when its replacement answers. */
  private void roll() {
    List<ServiceInstance> old =
        Stream.of(ServiceRole.values()).flatMap(role -> fleet.running(role).stream()).toList();
    Supplier<Duration> took = pacer.clock().stopwatch();
    for (ServiceInstance instance : old) {
      ServiceInstance fresh = fleet.start(instance.role(), instance.member());
      fleet.awaitServing(fresh, pacer);
      instance.terminate();
      story.tell("%s answers, SIGTERM %s".formatted(fresh.name(), instance.name()));
      fleet.forgetGone();
    }
    awaitEnd(old);
    story.tell(
        "all %d instances replaced in %s".formatted(old.size(), NumberFormats.seconds(took.get())));
  }

  private EtcdMember leader() {
    pacer.until(() -> etcd.leader().isPresent(), ELECTION_LIMIT);
    return etcd.leader().orElseThrow(() -> etcd.unhealthy(ELECTION_LIMIT));
  }

  /** One that drains for too long is told of: no request is lost by that. */
  private void awaitEnd(List<ServiceInstance> leaving) {
    if (!pacer.until(() -> leaving.stream().allMatch(ServiceInstance::isGone), DRAIN_LIMIT)) {
      story.tell("still draining: " + names(leaving.stream().filter(i -> !i.isGone()).toList()));
    }
  }

  private static String names(List<ServiceInstance> instances) {
    return instances.stream().map(ServiceInstance::name).collect(joining(" and "));
  }
}
