package shippy.testkit.etcd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import shippy.testkit.FreePorts;
import shippy.testkit.TemporaryFolder;

/**
 * The processes of one cluster. A cluster that a test no longer needs is kept for the next test,
 * because a start takes up to two seconds. All end with this JVM. The static methods are
 * thread-safe.
 */
final class EtcdMembers {
  private static final Set<EtcdMembers> CREATED = new HashSet<>();
  private static final List<EtcdMembers> IDLE = new ArrayList<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(EtcdMembers::stopAll, "etcd-at-exit"));
  }

  final Path folder;
  final List<EtcdProcess> voters = new ArrayList<>();
  private final List<EtcdProcess> learners = new CopyOnWriteArrayList<>();

  private EtcdMembers(Path folder, int size) {
    this.folder = folder;
    List<Integer> ports = FreePorts.find(2 * size);
    for (int i = 0; i < size; i++) {
      voters.add(new EtcdProcess("m" + i, folder, ports.get(2 * i), ports.get(2 * i + 1)));
    }
  }

  /** One more member without a vote, not started. */
  EtcdProcess newLearner() {
    List<Integer> ports = FreePorts.find(2);
    learners.add(new EtcdProcess("learner", folder, ports.get(0), ports.get(1)));
    return learners.get(learners.size() - 1);
  }

  boolean haveLearners() {
    return !learners.isEmpty();
  }

  /** A new cluster, not started. */
  static synchronized EtcdMembers create(int size) {
    EtcdMembers created = new EtcdMembers(TemporaryFolder.create("shippy-etcd-"), size);
    CREATED.add(created);
    return created;
  }

  /** A plain cluster that a test has left, in any state. */
  static synchronized Optional<EtcdMembers> takeIdle(int size) {
    Optional<EtcdMembers> found =
        IDLE.stream().filter(members -> members.voters.size() == size).findFirst();
    found.ifPresent(IDLE::remove);
    return found;
  }

  /** Keeps a plain cluster for later tests. */
  static synchronized void leave(EtcdMembers plain) {
    IDLE.add(plain);
  }

  private static synchronized void stopAll() {
    List.copyOf(CREATED).forEach(EtcdMembers::stop);
  }

  /** {@code 127.0.0.1:p1,127.0.0.1:p2}. */
  static String endpoints(List<EtcdProcess> some) {
    return some.stream().map(EtcdProcess::endpoint).collect(Collectors.joining(","));
  }

  /** The value of {@code --initial-cluster}. */
  String peers() {
    return voters.stream().map(EtcdProcess::peer).collect(Collectors.joining(","));
  }

  List<EtcdProcess> running() {
    return voters.stream().filter(EtcdProcess::isAlive).toList();
  }

  /** The ends of their logs, for failures. */
  String lastLines() {
    return voters.stream().map(EtcdProcess::lastLines).collect(Collectors.joining("\n---\n"));
  }

  void killAll() {
    voters.forEach(EtcdProcess::kill);
    learners.forEach(EtcdProcess::kill);
  }

  /** Kills all processes and deletes their files. */
  void stop() {
    killAll();
    TemporaryFolder.delete(folder);
    forget(this);
  }

  private static synchronized void forget(EtcdMembers stopped) {
    CREATED.remove(stopped);
  }
}
