package shippy.registry.etcd;

import static java.util.Objects.requireNonNull;

import java.util.List;
import shippy.problem.Problem;

/** How one etcd member is, or why that is not known. */
public sealed interface MemberStatus {
  /** Its address, {@code host:port}. */
  String endpoint();

  /** Whether it answers at all. */
  default boolean answers() {
    return !(this instanceof Down);
  }

  /** Why it takes no registrations although it answers; none if all is well, as far as it tells. */
  default List<MemberFault> faults() {
    return List.of();
  }

  /**
   * It answers.
   *
   * @param id its own, unsigned
   * @param version such as {@code 3.5.21}
   * @param dbSizeBytes of its database file
   * @param leader whether it leads the cluster
   * @param raftTerm how many elections there were
   * @param raftIndex the last entry of its log
   */
  record Up(
      String endpoint,
      long id,
      String version,
      long dbSizeBytes,
      boolean leader,
      long raftTerm,
      long raftIndex,
      List<MemberFault> faults)
      implements MemberStatus {
    public Up {
      requireNonNull(endpoint, "endpoint");
      requireNonNull(version, "version");
      faults = List.copyOf(faults);
    }

    /** Whether its version gets no security fixes any more. */
    public boolean isEndOfLife() {
      return SupportNotice.isEndOfLife(version);
    }
  }

  /** It answers, and may not tell this user how it is: registrations need another right. */
  record Discreet(String endpoint) implements MemberStatus {
    /** Some versions of etcd tell it to everybody. */
    public static final String REASON = "answers; only users with the role root may see its status";

    public Discreet {
      requireNonNull(endpoint, "endpoint");
    }
  }

  /**
   * It does not answer.
   *
   * @param reason in a few words
   * @param problem the same in four parts
   * @param unreachable whether no connection came about, so that it may have to be started
   */
  record Down(String endpoint, String reason, Problem problem, boolean unreachable)
      implements MemberStatus {
    public Down {
      requireNonNull(endpoint, "endpoint");
      requireNonNull(reason, "reason");
      requireNonNull(problem, "problem");
    }
  }
}
