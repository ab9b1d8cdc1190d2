package shippy.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;

/** A registry that does what the test says and notes when it was asked. */
final class ScriptedRegistry implements Registry {
  final List<Duration> renewals = new ArrayList<>();
  final List<Node> deregistered = new ArrayList<>();
  boolean takesRegistrations = true;
  private final Clock clock;
  private @Nullable RuntimeException failure;
  private Consumer<Snapshot> watcher = snapshot -> {};

  ScriptedRegistry(Clock clock) {
    this.clock = clock;
  }

  void fail() {
    failWith(failure(ExitCode.UNAVAILABLE));
  }

  void failWith(RuntimeException next) {
    failure = next;
  }

  void work() {
    failure = null;
  }

  static RegistryException failure(ExitCode code) {
    return new RegistryException(Problem.of(code, "no answer"), null);
  }

  void show(Node... nodes) {
    watcher.accept(new Snapshot.Nodes(List.of(nodes)));
  }

  void showNothingKnown() {
    watcher.accept(new Snapshot.Unavailable(failure(ExitCode.UNAVAILABLE)));
  }

  @Override
  public void register(Node node, Duration ttl) {
    renewals.add(Duration.ofNanos(clock.nanoTime()));
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void deregister(Node node) {
    if (failure != null) {
      throw failure;
    }
    deregistered.add(node);
  }

  @Override
  public Watch watch(String service, Consumer<Snapshot> listener) {
    watcher = listener;
    return () -> watcher = snapshot -> {};
  }

  @Override
  public boolean takesRegistrations() {
    return takesRegistrations;
  }

  @Override
  public String kind() {
    return "scripted";
  }

  @Override
  public String location() {
    return "test";
  }

  @Override
  public List<Node> nodes(String service) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> services() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
