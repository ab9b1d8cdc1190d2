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
   * 2.5 seconds.
   *
   * @throws shippy.problem.ProblemException if a setting is wrong
   * @throws shippy.registry.RegistryException if none of them answers
   */
  public static List<MemberStatus> of(Config config) {
    EtcdOptions options = EtcdOptions.from(config);
    List<MemberSurvey.Answer> answers = MemberSurvey.of(options, LIMIT).join();
    if (answers.stream().allMatch(answer -> answer.status().isEmpty())) {
      throw MemberSurvey.explain(options, answers);
    }
    return answers.stream().map(EtcdStatus::of).toList();
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

  private static MemberStatus of(MemberSurvey.Answer answer) {
    String endpoint = answer.member().toString();
    return answer
        .status()
        .map(status -> up(endpoint, status))
        .orElseGet(() -> new MemberStatus.Down(endpoint, answer.text()));
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
        status.getRaftIndex());
  }
}
