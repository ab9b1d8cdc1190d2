package shippy.registry.etcd.client;

import io.etcd.jetcd.maintenance.StatusResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import shippy.problem.Problem;
import shippy.registry.ClusterMember;
import shippy.registry.ClusterStatus;
import shippy.registry.HostPort;

/**
 * Asks each member for its status over a connection of its own, so that none answers for another.
 */
public final class MemberSurvey {
  private static final String OPERATION = "ask the members how they are";

  private MemberSurvey() {}

  /** The answer of one member, or why it did not answer in time. */
  record Answer(HostPort member, Optional<StatusResponse> status, Optional<EtcdFailure> failure) {
    private static Answer of(
        HostPort member, @Nullable StatusResponse status, @Nullable Throwable error) {
      return status != null
          ? new Answer(member, Optional.of(status), Optional.empty())
          : new Answer(member, Optional.empty(), Optional.of(EtcdFailure.in(error)));
    }

    /** Whether it answers and knows no leader. */
    boolean isWithoutLeader() {
      return status.filter(s -> s.getLeader() == 0).isPresent();
    }

    private boolean is(FailureCause.Kind kind) {
      return cause().filter(cause -> cause.kind() == kind).isPresent();
    }

    private Optional<FailureCause> cause() {
      return failure.map(f -> FailureCause.of(f.last()));
    }

    /** For messages. */
    String text() {
      return cause()
          .map(FailureCause::text)
          .orElse(isWithoutLeader() ? "answers, but knows no leader" : "answers");
    }
  }

  /** The members' answers, in order. Never blocks, never fails, completes within the limit. */
  static CompletableFuture<List<Answer>> of(EtcdOptions options, Duration limit) {
    List<CompletableFuture<Answer>> asked =
        options.members().stream().map(m -> ask(m, options.only(m), limit)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> asked.stream().map(CompletableFuture::join).toList());
  }

  private static CompletableFuture<Answer> ask(
      HostPort member, EtcdOptions options, Duration limit) {
    EtcdClient client = new EtcdClient(options, limit);
    return client
        .begin(OPERATION)
        .call(jetcd -> jetcd.getMaintenanceClient().statusMember(EtcdChannels.target(options)))
        .handle((status, error) -> Answer.of(member, status, error))
        .whenCompleteAsync((answer, none) -> client.close());
  }

  /** The status of the members. Never blocks, never fails; takes up to the time of an operation. */
  public static CompletableFuture<ClusterStatus> status(EtcdOptions options) {
    return of(options, EtcdClient.LIMIT).thenApply(answers -> status(options, answers));
  }

  private static ClusterStatus status(EtcdOptions options, List<Answer> answers) {
    // If all members hang up, they expect TLS; a single one may just be ending.
    boolean dying = !answers.stream().allMatch(a -> a.is(FailureCause.Kind.HANGS_UP));
    List<ClusterMember> members = answers.stream().map(a -> member(options, a, dying)).toList();
    if (members.stream().anyMatch(ClusterMember::answers)) {
      return new ClusterStatus(members, Optional.empty());
    }
    List<FailedAttempt> attempts =
        answers.stream()
            .flatMap(answer -> answer.failure().stream())
            .flatMap(failure -> failure.attempts().stream())
            .toList();
    EtcdProblems problems = new EtcdProblems(options, () -> false);
    return new ClusterStatus(
        members, Optional.of(problems.of(OPERATION, new EtcdFailure(attempts))));
  }

  private static ClusterMember member(EtcdOptions options, Answer answer, boolean dying) {
    String endpoint = answer.member().toString();
    if (answer.status().isPresent()) {
      return up(endpoint, answer.status().get());
    }
    if (answer.is(FailureCause.Kind.NOT_ALLOWED)) { // some versions of etcd tell it to everybody
      return new ClusterMember.Forbidden(
          endpoint, "answers; only users with the role root may see its status");
    }
    EtcdProblems problems = new EtcdProblems(options.only(answer.member()), () -> dying);
    EtcdFailure failure = answer.failure().orElseThrow();
    return new ClusterMember.Down(
        endpoint,
        answer.text(),
        problems.of(OPERATION, failure).problem(),
        problems.isUnreachable(failure));
  }

  private static ClusterMember up(String endpoint, StatusResponse status) {
    long id = status.getHeader().getMemberId();
    return new ClusterMember.Up(
        endpoint,
        id,
        status.getVersion(),
        EndOfLifeWarning.isEndOfLife(status.getVersion()),
        status.getDbSize(),
        status.getLeader() == id,
        status.getRaftTerm(),
        status.getRaftIndex(),
        faults(endpoint, status));
  }

  /** The faults that the member reports of itself and its cluster. */
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
