package shippy.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import shippy.demo.etcd.EtcdCluster;
import shippy.demo.etcd.EtcdMember;
import shippy.demo.workspace.StoppableWait;
import shippy.demo.workspace.Workspace;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.process.ChildProcess;
import shippy.process.JarCopies;
import shippy.process.Program;
import shippy.registry.Discovery;
import shippy.registry.Snapshot;

/** The instances of both services. One thread starts and ends them; any thread may read. */
final class ServiceInstances implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final DemoOptions options;
  private final EtcdCluster etcd;
  private final Workspace workspace;
  private final JarCopies copies;
  private final CallTotals totals;
  private final Map<ServiceRole, Integer> started = new EnumMap<>(ServiceRole.class);
  private final List<ServiceInstance> instances = new CopyOnWriteArrayList<>();
  private final List<Discovery.Watch> watches;

  ServiceInstances(
      DemoOptions options,
      EtcdCluster etcd,
      Workspace workspace,
      Discovery discovery,
      CallTotals totals,
      Consumer<String> complaints) {
    this.options = options;
    this.etcd = etcd;
    this.workspace = workspace;
    this.copies = new JarCopies(workspace.folder().resolve("jars"), complaints);
    this.totals = totals;
    this.watches =
        Stream.of(ServiceRole.values())
            .map(role -> discovery.watch(role.service(), this::seen))
            .toList();
  }

  /** Starts one more. It knows all members of etcd; this one comes first. */
  ServiceInstance start(ServiceRole role, EtcdMember member) {
    String name = "%s-%d".formatted(role.word(), started.merge(role, 1, Integer::sum));
    String id = UUID.randomUUID().toString();
    List<String> flags =
        List.of(
            "--registry=etcd",
            "--registry_address=" + etcd.addresses(member),
            "--server_id=" + id,
            "--server_address=127.0.0.1:0",
            "--store=sqlite:" + workspace.folder().resolve(role.word() + ".db"),
            "--data_dir=" + workspace.folder());
    Program program = copies.apply(options.program(role));
    List<String> command = new ArrayList<>(program.command(flags));
    // A killed JVM leaves SQLite's library in its temporary folder: it must be deleted with ours.
    command.add(1, "-Djava.io.tmpdir=" + workspace.folder());
    ChildProcess child = workspace.start(name, command);
    ServiceInstance instance = new ServiceInstance(role, id, member, child);
    instances.add(instance);
    return instance;
  }

  /** All instances, vessels first, in the order of their start. */
  List<ServiceInstance> all() {
    instances.forEach(this::noteAnswers);
    return Stream.of(ServiceRole.values())
        .flatMap(role -> instances.stream().filter(i -> i.role() == role))
        .toList();
  }

  /** The instances of a service that run and were not asked to end, oldest first. */
  List<ServiceInstance> running(ServiceRole role) {
    return instances.stream()
        .filter(i -> i.role() == role)
        .filter(i -> !i.isGone() && i.state() != ServiceInstance.State.DRAINING)
        .toList();
  }

  /** Those that ended by themselves. */
  List<ServiceInstance> crashed() {
    return instances.stream().filter(i -> i.state() == ServiceInstance.State.CRASHED).toList();
  }

  /** Drops those that were ended on purpose. */
  void forgetGone() {
    instances.removeIf(i -> i.isGone() && i.state() != ServiceInstance.State.CRASHED);
  }

  /** Returns when the registry has it. */
  void awaitRegistered(ServiceInstance instance, StoppableWait wait) {
    await(instance, () -> instance.address().isPresent(), "is not registered", wait);
  }

  /** Returns when it has answered a call: then a client is connected to it. */
  void awaitServing(ServiceInstance instance, StoppableWait wait) {
    await(instance, () -> isServing(instance), "has not answered a call", wait);
  }

  @Override
  public void close() {
    watches.forEach(Discovery.Watch::close);
  }

  private boolean isServing(ServiceInstance instance) {
    noteAnswers(instance);
    return instance.state() == ServiceInstance.State.SERVING;
  }

  private void noteAnswers(ServiceInstance instance) {
    instance.address().map(totals::answeredBy).ifPresent(instance::answered);
  }

  private static void await(
      ServiceInstance instance, BooleanSupplier fact, String lack, StoppableWait wait) {
    boolean done = wait.until(() -> fact.getAsBoolean() || instance.isGone(), START_LIMIT);
    if (done && !instance.isGone()) {
      return;
    }
    String what =
        instance.isGone()
            ? instance.name() + " ended by itself"
            : "%s %s after %d s".formatted(instance.name(), lack, START_LIMIT.toSeconds());
    throw Problem.of(ExitCode.FAILED, what)
        .withFacts(instance.child().lastLines())
        .withFix("shippy demo --keep", "keep the logs")
        .toException();
  }

  /** On a thread of the registry. */
  private void seen(Snapshot snapshot) {
    if (snapshot instanceof Snapshot.Nodes set) {
      set.nodes()
          .forEach(
              node ->
                  instances.stream()
                      .filter(i -> i.isNode(node.id()))
                      .forEach(
                          i -> i.registeredAt(node.address(), totals.answeredBy(node.address()))));
    }
  }
}
