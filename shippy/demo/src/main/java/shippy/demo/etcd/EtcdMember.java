package shippy.demo.etcd;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import shippy.demo.workspace.Workspace;
import shippy.process.ChildProcess;

/** One member of the cluster. Its ports and data outlive its process. Safe for any thread. */
public final class EtcdMember {
  private final String name;
  private final EtcdPorts.Member ports;
  private final EtcdProbe probe;
  private @Nullable ChildProcess child;
  private boolean paused;
  private volatile State state = State.STARTING;

  /** Its state in the cluster. */
  public enum State {
    STARTING,
    LEADER,
    FOLLOWER,
    /** It runs and knows no leader. */
    SEARCHING,
    PAUSED,
    KILLED
  }

  EtcdMember(String name, EtcdPorts.Member ports, EtcdProbe probe) {
    this.name = name;
    this.ports = ports;
    this.probe = probe;
  }

  public String name() {
    return name;
  }

  /** Where clients find it. */
  public String address() {
    return "127.0.0.1:" + ports.client();
  }

  /** Its part of {@code --initial-cluster}. */
  String peer() {
    return "%s=http://127.0.0.1:%d".formatted(name, ports.peer());
  }

  /** As of the last {@link #look}. */
  public State state() {
    return state;
  }

  /** Starts it, with its old data if there are any. */
  synchronized void start(Workspace workspace, Path etcd, String cluster) {
    String client = "http://" + address();
    String peer = "http://127.0.0.1:" + ports.peer();
    Path data = workspace.folder().resolve("data").resolve(name);
    child =
        workspace.start(
            name,
            List.of(
                etcd.toString(),
                "--name=" + name,
                "--data-dir=" + data,
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=" + cluster,
                "--initial-cluster-token=etcd-cluster-1",
                "--initial-cluster-state=new",
                "--logger=zap",
                "--log-level=warn"));
    state = State.STARTING;
  }

  public synchronized void kill() {
    child().killAndWait();
    state = State.KILLED;
  }

  public synchronized void pause() {
    child().pause();
    paused = true;
    state = State.PAUSED;
  }

  public synchronized void resume() {
    child().resume();
    paused = false;
  }

  /** Asks it for its state, unless it is paused or has ended. */
  void look() {
    if (settled()) {
      return;
    }
    Optional<EtcdProbe.Answer> answer = probe.ask(ports.client());
    synchronized (this) {
      if (!settled()) {
        state = answer.map(EtcdMember::state).orElse(missing());
      }
    }
  }

  List<String> lastLines() {
    return child().lastLines();
  }

  private synchronized boolean settled() {
    if (child == null || paused) {
      return true;
    }
    if (!child.isAlive()) {
      state = State.KILLED;
      return true;
    }
    return false;
  }

  /** One that never answered is still starting. */
  private State missing() {
    return state == State.STARTING ? State.STARTING : State.SEARCHING;
  }

  private static State state(EtcdProbe.Answer answer) {
    if (answer.leads()) {
      return State.LEADER;
    }
    return answer.hasLeader() ? State.FOLLOWER : State.SEARCHING;
  }

  private synchronized ChildProcess child() {
    if (child == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return child;
  }
}
