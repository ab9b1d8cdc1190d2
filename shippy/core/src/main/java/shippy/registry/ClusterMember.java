package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import shippy.problem.Problem;

/** The state of one server of a registry, or why it is not known. */
public sealed interface ClusterMember {
  /** Its address, {@code host:port}. */
  String endpoint();

  /** Whether it answers at all. */
  default boolean answers() {
    return !(this instanceof Down);
  }

  /** Why it takes no registrations although it answers; empty if it reports no fault. */
  default List<Fault> faults() {
    return List.of();
  }

  /** A reason why a member takes no registrations, and what to do. */
  record Fault(String what, Problem.Fix fix) {
    public Fault {
      requireNonNull(what, "what");
      requireNonNull(fix, "fix");
    }
  }

  /**
   * It answers.
   *
   * @param id unsigned
   * @param endOfLife whether this version gets no security fixes any more
   * @param raftTerm how many elections there were
   * @param raftIndex the last entry of its log
   */
  record Up(
      String endpoint,
      long id,
      String version,
      boolean endOfLife,
      long dbSizeBytes,
      boolean leader,
      long raftTerm,
      long raftIndex,
      List<Fault> faults)
      implements ClusterMember {
    public Up {
      requireNonNull(endpoint, "endpoint");
      requireNonNull(version, "version");
      faults = List.copyOf(faults);
    }
  }

  /** It answers but does not show its state to this user; registrations need another right. */
  record Forbidden(String endpoint, String reason) implements ClusterMember {
    public Forbidden {
      requireNonNull(endpoint, "endpoint");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * It does not answer. It may have to be started if it is unreachable: no connection came about.
   */
  record Down(String endpoint, String reason, Problem problem, boolean unreachable)
      implements ClusterMember {
    public Down {
      requireNonNull(endpoint, "endpoint");
      requireNonNull(reason, "reason");
      requireNonNull(problem, "problem");
    }
  }
}
