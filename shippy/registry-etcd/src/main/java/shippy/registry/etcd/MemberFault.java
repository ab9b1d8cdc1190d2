package shippy.registry.etcd;

import static java.util.Objects.requireNonNull;

import io.etcd.jetcd.maintenance.StatusResponse;
import java.util.ArrayList;
import java.util.List;
import shippy.problem.Problem;

/**
 * Why a member that answers takes no registrations, or not for long.
 *
 * @param fix what helps, with the member's own figures in it
 */
public record MemberFault(Kind kind, Problem.Fix fix) {
  /** What is wrong. */
  public enum Kind {
    NO_SPACE("alarm NOSPACE: its space is used up, nothing can register"),
    CORRUPT("alarm CORRUPT: its data differs from that of other members"),
    NO_LEADER("knows no leader: nothing can register"),
    LEARNER("is a learner: takes no registrations");

    private final String what;

    Kind(String what) {
      this.what = what;
    }

    /** In a few words. */
    public String what() {
      return what;
    }
  }

  public MemberFault {
    requireNonNull(kind, "kind");
    requireNonNull(fix, "fix");
  }

  /** Those that the member tells of itself and its cluster. */
  static List<MemberFault> of(String endpoint, StatusResponse status) {
    String etcdctl = "etcdctl --endpoints=" + endpoint;
    String id = Long.toHexString(status.getHeader().getMemberId());
    String errors = String.join(" ", status.getErrorList());
    List<MemberFault> faults = new ArrayList<>();
    if (errors.contains("alarm:NOSPACE")) {
      String free =
          "%1$s compact %2$d; %1$s defrag; %1$s alarm disarm"
              .formatted(etcdctl, status.getHeader().getRevision());
      add(Kind.NO_SPACE, free, "and give it more: --quota-backend-bytes", faults);
    }
    if (errors.contains("alarm:CORRUPT")) {
      add(
          Kind.CORRUPT,
          etcdctl + " alarm list",
          "names the member: remove it, and add it again without its data",
          faults);
    }
    if (status.getLeader() == 0) {
      add(
          Kind.NO_LEADER,
          "etcdctl endpoint health --cluster",
          "more than half must answer",
          faults);
    }
    if (status.isLearner()) {
      String promote = "etcdctl --endpoints=OTHER_MEMBER member promote " + id;
      add(Kind.LEARNER, promote, "when it has caught up", faults);
    }
    return faults;
  }

  private static void add(Kind kind, String command, String effect, List<MemberFault> faults) {
    faults.add(new MemberFault(kind, new Problem.Fix(command, effect)));
  }
}
