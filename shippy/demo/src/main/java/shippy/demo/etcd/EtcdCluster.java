package shippy.demo.etcd;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Deadline;
import shippy.demo.workspace.StoppableWait;
import shippy.demo.workspace.Workspace;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** The members and their current state, which a thread of its own asks for again and again. */
public final class EtcdCluster implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final List<EtcdMember> members;
  private final Workspace workspace;
  private final Path etcd;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  public EtcdCluster(EtcdPorts ports, Workspace workspace, Path etcd) {
    EtcdProbe probe = new EtcdProbe();
    // Names as in the go-micro tutorial: etcd01, etcd02, …
    this.members =
        IntStream.range(0, ports.members().size())
            .mapToObj(
                i -> new EtcdMember("etcd%02d".formatted(i + 1), ports.members().get(i), probe))
            .toList();
    this.workspace = workspace;
    this.etcd = etcd;
  }

  /** Starts all members and returns when all of them follow one leader. */
  public void start(StoppableWait wait) {
    members.forEach(this::start);
    DaemonThreads.named("shippy-demo-etcd").newThread(this::keepLooking).start();
    awaitHealth(wait);
  }

  public void start(EtcdMember member) {
    member.start(workspace, etcd, members.stream().map(EtcdMember::peer).collect(joining(",")));
  }

  public List<EtcdMember> members() {
    return members;
  }

  /** All client addresses, those of this member first. */
  public String addresses(EtcdMember first) {
    return Stream.concat(Stream.of(first), members.stream().filter(m -> m != first))
        .map(EtcdMember::address)
        .collect(joining(","));
  }

  /** The member that leads, if one is known. */
  public Optional<EtcdMember> leader() {
    return members.stream().filter(m -> m.state() == EtcdMember.State.LEADER).findFirst();
  }

  /** Whether every member takes part. */
  boolean healthy() {
    return leader().isPresent()
        && members.stream()
            .allMatch(
                m ->
                    m.state() == EtcdMember.State.LEADER || m.state() == EtcdMember.State.FOLLOWER);
  }

  /** Returns when all members take part. */
  public void awaitHealth(StoppableWait wait) {
    if (!wait.until(this::healthy, START_LIMIT)) {
      throw unhealthy(START_LIMIT);
    }
  }

  /** The state of each member and its last lines. */
  public ProblemException unhealthy(Duration waited) {
    String states = members.stream().map(m -> m.name() + " " + m.state()).collect(joining(", "));
    List<String> lines =
        members.stream()
            .flatMap(m -> m.lastLines().stream().map(line -> m.name() + ": " + line))
            .toList();
    return Problem.of(
            ExitCode.FAILED,
            "etcd is not healthy after %d s: %s".formatted(waited.toSeconds(), states))
        .withFacts(lines)
        .withFix("shippy demo --keep", "keep the logs")
        .toException();
  }

  /** Stops asking. The workspace ends the processes. */
  @Override
  public void close() {
    closed.complete(null);
  }

  private void keepLooking() {
    do {
      members.forEach(EtcdMember::look);
    } while (!Deadline.within(BETWEEN_LOOKS, closed, Clock.system()));
  }
}
