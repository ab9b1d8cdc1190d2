package shippy.registry.etcd;

import io.etcd.jetcd.maintenance.StatusResponse;
import java.time.Duration;
import java.util.List;
import shippy.config.Config;
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
   * @throws shippy.registry.RegistryException if none of them answers
   */
  public static List<MemberStatus> of(Config config) {
    EtcdOptions options = EtcdOptions.from(config);
    List<MemberSurvey.Answer> answers = MemberSurvey.of(options, LIMIT).join();
    if (answers.stream().allMatch(a -> a.status().isEmpty() && !a.isNotAllowed())) {
      throw MemberSurvey.explain(options, answers);
    }
    return of(options, answers);
  }

  /**
   * The same, also if none of them answers.
   *
   * @throws shippy.problem.ProblemException if a setting is wrong
   */
  public static List<MemberStatus> ofAny(Config config) {
    EtcdOptions options = EtcdOptions.from(config);
    return of(options, MemberSurvey.of(options, LIMIT).join());
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

  private static List<MemberStatus> of(EtcdOptions options, List<MemberSurvey.Answer> answers) {
    // That all members hang up means TLS; one that does may just be dying.
    boolean dying = !answers.stream().allMatch(MemberSurvey.Answer::hangsUp);
    return answers.stream()
        .map(
            answer ->
                answer
                    .status()
                    .map(status -> up(answer.member().toString(), status))
                    .orElseGet(() -> down(options, answer, dying)))
        .toList();
  }

  private static MemberStatus down(EtcdOptions options, MemberSurvey.Answer answer, boolean dying) {
    if (answer.isNotAllowed()) {
      return new MemberStatus.Discreet(answer.member().toString());
    }
    Explanation explanation = new Explanation(options.only(answer.member()), () -> dying);
    EtcdFailure failure = answer.failure().orElseThrow();
    return new MemberStatus.Down(
        answer.member().toString(),
        answer.text(),
        explanation.of(MemberSurvey.OPERATION, failure).problem(),
        explanation.isUnreachable(failure));
  }

  private static MemberStatus up(String endpoint, StatusResponse status) {
    long id = status.getHeader().getMemberId();
    return new MemberStatus.Up(
        endpoint,
        id,
        status.getVersion(),
        status.getDbSize(),
        status.getLeader() == id,
        status.getRaftTerm(),
        status.getRaftIndex(),
        MemberFault.of(endpoint, status));
  }
}
