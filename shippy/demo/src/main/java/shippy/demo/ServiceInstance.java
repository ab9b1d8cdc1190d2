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
  private volatile boolean leaving;
  private volatile boolean killed;

  /** What others see of it. */
  enum State {
    STARTING,
    /** It has answered a call that found it by its name. */
    SERVING,
    /** It was asked to end and drains. */
    LEAVING,
    ENDED,
    KILLED,
    /** It ended although nobody asked it to. */
    CRASHED
  }

  /**
   * A started process.
   *
   * @param id its {@code server_id}
   * @param member the etcd member it was told first
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

  /** Where the registry said it is; stays known when it is gone from there. */
  Optional<String> address() {
    return address;
  }

  /** Found in the registry; {@code answers} were given from there by another before it. */
  void registeredAt(String hostPort, long answers) {
    if (address.isEmpty()) {
      answersBefore = answers;
      address = Optional.of(hostPort);
    }
  }

  /** So many answers came from its address. */
  void answered(long answers) {
    serving |= address.isPresent() && answers > answersBefore;
  }

  /** Asks it to end in order: it drains. */
  void terminate() {
    leaving = true;
    child.terminate();
  }

  /** Ends it without a goodbye. */
  void kill() {
    killed = true;
    child.killAndWait();
  }

  State state() {
    if (killed) {
      return State.KILLED;
    }
    if (!child.isAlive()) {
      return leaving ? State.ENDED : State.CRASHED;
    }
    if (leaving) {
      return State.LEAVING;
    }
    return serving ? State.SERVING : State.STARTING;
  }

  /** Whether nothing of it is left. */
  boolean isGone() {
    return switch (state()) {
      case ENDED, KILLED, CRASHED -> true;
      case STARTING, SERVING, LEAVING -> false;
    };
  }
}
