package shippy.demo;

import java.util.Optional;
import shippy.demo.etcd.EtcdMember;
import shippy.process.ChildProcess;

/** A process of one of the services. Safe for any thread. */
final class ServiceInstance {
  private final ServiceRole role;
  private final String id;
  private final EtcdMember member;
  private final ChildProcess child;
  private volatile Optional<String> address = Optional.empty();
  private volatile long answersBefore;
  private volatile boolean serving;
  private volatile boolean draining;
  private volatile boolean killed;

  /** Its state as the demo shows it. */
  enum State {
    STARTING,
    /** It has answered a call that found it by its name. */
    SERVING,
    /** It was asked to end and drains. */
    DRAINING,
    ENDED,
    KILLED,
    /** It ended by itself. */
    CRASHED
  }

  /**
   * A started process.
   *
   * @param id its {@code server_id}
   * @param member the first of its etcd members
   */
  ServiceInstance(ServiceRole role, String id, EtcdMember member, ChildProcess child) {
    this.role = role;
    this.id = id;
    this.member = member;
    this.child = child;
  }

  ServiceRole role() {
    return role;
  }

  String name() {
    return child.name();
  }

  EtcdMember member() {
    return member;
  }

  ChildProcess child() {
    return child;
  }

  /** Whether this is the node with the id, which ends in the {@code server_id}. */
  boolean isNode(String nodeId) {
    return nodeId.endsWith("-" + id);
  }

  /** Its address in the registry; still known when it has left the registry. */
  Optional<String> address() {
    return address;
  }

  /** It is in the registry. Others gave {@code answers} from this address before. */
  void registeredAt(String hostPort, long answers) {
    if (address.isEmpty()) {
      answersBefore = answers;
      address = Optional.of(hostPort);
    }
  }

  /** Sets the number of answers from its address. */
  void answered(long answers) {
    serving |= address.isPresent() && answers > answersBefore;
  }

  /** Asks it to end in order: it drains. */
  void terminate() {
    draining = true;
    child.terminate();
  }

  /** Kills it and waits for its end. */
  void kill() {
    killed = true;
    child.killAndWait();
  }

  State state() {
    if (killed) {
      return State.KILLED;
    }
    if (!child.isAlive()) {
      return draining ? State.ENDED : State.CRASHED;
    }
    if (draining) {
      return State.DRAINING;
    }
    return serving ? State.SERVING : State.STARTING;
  }

  /** Whether its process has ended. */
  boolean isGone() {
    return switch (state()) {
      case ENDED, KILLED, CRASHED -> true;
      case STARTING, SERVING, DRAINING -> false;
    };
  }
}
