package shippy.registry.etcd;

import static java.util.Objects.requireNonNull;

import shippy.problem.Problem;

/** How one etcd member is, or why that is not known. */
public sealed interface MemberStatus {
  /** Its address, {@code host:port}. */
  String endpoint();

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
      long raftIndex)
      implements MemberStatus {
    public Up {
      requireNonNull(endpoint, "endpoint");
      requireNonNull(version, "version");
    }

    /** Whether its version gets no security fixes any more. */
    public boolean isEndOfLife() {
      return SupportNotice.isEndOfLife(version);
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
