package shippy.gateway.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import shippy.clock.DaemonThreads;
import shippy.platform.Platform;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;

/**
 * Looks at everything that is registered: the state of each instance, who calls whom, and traces.
 * While the registry does not answer, it looks at the instances that were known last. Safe for any
 * thread; looks run one after the other.
 */
public final class StatusCollector implements AutoCloseable {
  private static final int THREADS = 8;

  /** How many instances are asked for their spans in one look; the next look asks others. */
  private static final int SPANS_A_LOOK = 16;

  /** A probe keeps a channel to each address, so it is replaced after that many are forgotten. */
  private static final int FORGOTTEN_A_PROBE = 100;

  private final Platform platform;
  private final StatusBuilder state;
  private final InstanceHistory history;
  private final RegistryMembers members;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonThreads.numbered("shippy-look"));
  private volatile InstanceProbe probe;
  private volatile boolean closed;
  private int forgotten;
  private int turn;
  private List<Node> known = List.of();
  private Supplier<Duration> age;
  private boolean answers;
  private final CallHistory calls = new CallHistory();
  private volatile List<SystemStatus.Trace> traces = List.of();
  private volatile List<String> services = List.of();

  public StatusCollector(Platform platform) {
    this.platform = platform;
    this.state = new StatusBuilder(platform.clock(), platform.monitor());
    this.members = new RegistryMembers(platform.clock());
    this.history = new InstanceHistory(platform.clock());
    this.probe = new InstanceProbe(platform);
    this.age = platform.clock().stopwatch();
  }

  /** One look at everything; blocks, for about as long as the slowest instance takes. */
  synchronized SystemStatus look() {
    Instant began = platform.clock().now();
    readRegistry();
    List<Node> leaving = history.leaving(Set.copyOf(known));
    Map<Node, CompletableFuture<ProbeResult>> asked = new LinkedHashMap<>();
    for (int i = 0; i < known.size(); i++) {
      boolean forSpans = Math.floorMod(i - turn, known.size()) < SPANS_A_LOOK;
      asked.put(known.get(i), ask(known.get(i), forSpans));
    }
    turn += SPANS_A_LOOK;
    Map<Node, CompletableFuture<ProbeResult>> last = new LinkedHashMap<>();
    leaving.forEach(node -> last.put(node, ask(node, true)));
    Map<Node, ProbeResult> registered = answers(asked);
    registered.entrySet().removeIf(one -> left(one.getKey(), one.getValue()));
    forget(history.look(registered, answers(last)));
    StatusBuilder.Built built =
        state.build(members.status(platform.registry(), answers, age.get()), history, began);
    SystemStatus status = built.status();
    traces = built.kept();
    services = status.services().stream().map(SystemStatus.Service::name).toList();
    calls.look(status.at(), status.services());
    return status;
  }

  /** The traces that are kept, as of the latest look, latest first. */
  List<SystemStatus.Trace> traces() {
    return traces;
  }

  /** The services of the latest look. */
  List<String> services() {
    return services;
  }

  CallHistory history() {
    return calls;
  }

  private CompletableFuture<ProbeResult> ask(Node node, boolean forSpans) {
    InstanceProbe by = probe;
    return CompletableFuture.supplyAsync(() -> by.ask(node, forSpans), threads);
  }

  private static Map<Node, ProbeResult> answers(Map<Node, CompletableFuture<ProbeResult>> asked) {
    Map<Node, ProbeResult> reports = new LinkedHashMap<>();
    asked.forEach((node, answer) -> reports.put(node, answer.join()));
    return reports;
  }

  private void readRegistry() {
    try {
      List<Node> now = new ArrayList<>();
      Registry registry = platform.registry();
      for (String service : registry.canList() ? registry.services() : List.<String>of()) {
        now.addAll(probe.nodes(service));
      }
      known = now;
      age = platform.clock().stopwatch();
      answers = true;
    } catch (RegistryException e) {
      answers = false;
    }
  }

  /** Whether an instance that did not answer has gone since the registry was read. */
  private boolean left(Node node, ProbeResult answer) {
    try {
      return answers
          && answer.health() == InstanceState.UNREACHABLE
          && probe.nodes(node.service()).stream().noneMatch(n -> n.id().equals(node.id()));
    } catch (RegistryException e) {
      return false;
    }
  }

  private void forget(int count) {
    forgotten += count;
    if (forgotten > FORGOTTEN_A_PROBE && !closed) {
      probe.close();
      probe = new InstanceProbe(platform);
      forgotten = 0;
    }
  }

  /** Does not wait for a running look. */
  @Override
  public void close() {
    closed = true;
    probe.close(); // running probes count as failed
    threads.shutdown();
  }
}
