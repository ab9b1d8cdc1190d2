package shippy.tool.registry;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import shippy.client.CallFailures;
import shippy.clock.Clock;
import shippy.console.Invocation;
import shippy.console.output.ListOutput;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Discovery;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;

/** Shows what changes in a registry, until the thread is interrupted or the reader leaves. */
final class ChangeWatch implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Invocation call;
  private final Registry registry;
  private final Clock clock;
  private final ListOutput list;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<String, Discovery.Watch> watches = new HashMap<>();
  private final Map<String, List<Node>> known = new HashMap<>();
  private boolean silent;

  private sealed interface Event {}

  private record Seen(String service, Snapshot snapshot) implements Event {}

  /** Time to look for new services. */
  private record Tick() implements Event {}

  ChangeWatch(Invocation call, Registry registry, Clock clock) {
    this.call = call;
    this.registry = registry;
    this.clock = clock;
    this.list = call.output().list("changes");
  }

  /** Shows the changes of one service. */
  ExitCode of(String service) {
    watch(service);
    return run(() -> {});
  }

  /** Shows the changes of all services with such a name, also of those that appear later. */
  ExitCode ofAll(Predicate<String> wanted) {
    try {
      lookForServices(wanted);
    } catch (RegistryException e) {
      if (e.problem().code() != ExitCode.UNAVAILABLE) {
        throw e; // a wrong setting is an error at once
      }
      complain(e.problem());
    }
    return run(() -> lookForServicesOrComplain(wanted));
  }

  private ExitCode run(Runnable look) {
    Clock.Timer timer = tick();
    try {
      while (!call.io().outIsLeft()) {
        Event event = events.take();
        if (event instanceof Seen seen) {
          take(seen);
        } else {
          look.run();
          timer = tick();
        }
      }
      return ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    } finally {
      timer.cancel();
      list.end("complete", true);
    }
  }

  private Clock.Timer tick() {
    return clock.schedule(LOOK, () -> events.add(new Tick()));
  }

  private void watch(String service) {
    watches.computeIfAbsent(
        service, name -> registry.watch(name, found -> events.add(new Seen(name, found))));
  }

  private void lookForServices(Predicate<String> wanted) {
    registry.services().stream().filter(wanted).forEach(this::watch);
  }

  private void lookForServicesOrComplain(Predicate<String> wanted) {
    try {
      lookForServices(wanted);
    } catch (RegistryException e) {
      complain(e.problem());
    }
  }

  private void take(Seen seen) {
    if (seen.snapshot() instanceof Snapshot.Nodes set) {
      List<Node> before = known.getOrDefault(seen.service(), List.of());
      known.put(seen.service(), set.nodes());
      silent = false;
      InstanceChange.between(before, set.nodes(), clock.now()).forEach(this::show);
    } else if (seen.snapshot() instanceof Snapshot.Unavailable away) {
      complain(CallFailures.problem(away.cause()));
    }
  }

  private void show(InstanceChange change) {
    call.output().line(change.line(ZoneId.systemDefault()));
    list.add(change.item());
  }

  /** Reports each outage once; the last known instances stay. */
  private void complain(Problem problem) {
    if (!silent) {
      call.output().failure(problem.what(), problem);
    }
    silent = true;
  }

  @Override
  public void close() {
    watches.values().forEach(Discovery.Watch::close);
  }
}
