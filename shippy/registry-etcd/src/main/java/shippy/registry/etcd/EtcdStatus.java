package shippy.registry.etcd;

import io.etcd.jetcd.maintenance.StatusResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import shippy.config.Config;
import shippy.problem.Problem;
import shippy.registry.ClusterMember;
import shippy.registry.ClusterStatus;
import shippy.registry.HostPort;
import shippy.registry.Node;

/** Reads how the members of an etcd cluster are. Stateless. */
public final class EtcdStatus {
  private static final Duration LIMIT = Duration.ofMillis(2_500);

  private EtcdStatus() {}

  /**
   * The members that the configuration names, in that order, each asked by itself. Takes at most
   * 2.5 seconds, and the time that this program needs to get ready.
   *
   * @throws shippy.problem.ProblemException if a setting is wrong
   */
  public static ClusterStatus of(Config config) {
    EtcdOptions options = EtcdOptions.from(config);
    List<MemberSurvey.Answer> answers = MemberSurvey.of(options, LIMIT).join();
    // That all members hang up means TLS; one that does may just be dying.
    boolean dying = !answers.stream().allMatch(MemberSurvey.Answer::hangsUp);
    List<ClusterMember> members = answers.stream().map(a -> member(options, a, dying)).toList();
    return new ClusterStatus(
        members,
        members.stream().anyMatch(ClusterMember::answers)
            ? Optional.empty()
            : Optional.of(MemberSurvey.explain(options, answers)));
  }

  /**
   * The addresses of members that the configuration names, at least one.
   *
   * @throws shippy.problem.ProblemException if a setting is wrong
   */
  public static List<HostPort> addresses(Config config) {
    return EtcdOptions.from(config).members();
  }

  /** The key that a node stands under. */
  public static String key(Node node) {
    return Keys.text(node);
  }

  private static ClusterMember member(
      EtcdOptions options, MemberSurvey.Answer answer, boolean dying) {
    String endpoint = answer.member().toString();
    if (answer.status().isPresent()) {
      return up(endpoint, answer.status().get());
    }
    if (answer.isNotAllowed()) { // some versions of etcd tell it to everybody
      return new ClusterMember.Forbidden(
          endpoint, "answers; only users with the role root may see its status");
    }
    Explanation explanation = new Explanation(options.only(answer.member()), () -> dying);
    EtcdFailure failure = answer.failure().orElseThrow();
    return new ClusterMember.Down(
        endpoint,
        answer.text(),
        explanation.of(MemberSurvey.OPERATION, failure).problem(),
        explanation.isUnreachable(failure));
  }

  private static ClusterMember up(String endpoint, StatusResponse status) {
    long id = status.getHeader().getMemberId();
    return new ClusterMember.Up(
        endpoint,
        id,
        status.getVersion(),
        SupportNotice.isEndOfLife(status.getVersion()),
        status.getDbSize(),
        status.getLeader() == id,
        status.getRaftTerm(),
        status.getRaftIndex(),
        faults(endpoint, status));
  }

  /** Those that the member tells of itself and its cluster. */
  private static List<ClusterMember.Fault> faults(String endpoint, StatusResponse status) {
    String etcdctl = "etcdctl --endpoints=" + endpoint;
    String errors = String.join(" ", status.getErrorList());
    List<ClusterMember.Fault> faults = new ArrayList<>();
    if (errors.contains("alarm:NOSPACE")) {
      faults.add(
          fault(
              "alarm NOSPACE: its space is used up, nothing can register",
              "%1$s compact %2$d; %1$s defrag; %1$s alarm disarm"
                  .formatted(etcdctl, status.getHeader().getRevision()),
              "and give it more: --quota-backend-bytes"));
    }
    if (errors.contains("alarm:CORRUPT")) {
      faults.add(
          fault(
              "alarm CORRUPT: its data differs from that of other members",
              etcdctl + " alarm list",
              "names the member: remove it, and add it again without its data"));
    }
    if (status.getLeader() == 0) {
      faults.add(
          fault(
              "knows no leader: nothing can register",
              "etcdctl endpoint health --cluster",
              "more than half must answer"));
    }
    if (status.isLearner()) {
      faults.add(
          fault(
              "is a learner: takes no registrations",
              "etcdctl --endpoints=OTHER_MEMBER member promote "
                  + Long.toHexString(status.getHeader().getMemberId()),
              "when it has caught up"));
    }
    return faults;
  }

  private static ClusterMember.Fault fault(String what, String command, String effect) {
    return new ClusterMember.Fault(what, new Problem.Fix(command, effect));
  }
}
