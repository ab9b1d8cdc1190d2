package shippy.registry.etcd;

import io.etcd.jetcd.maintenance.StatusResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import shippy.registry.HostPort;
import shippy.registry.RegistryException;

/** Asks each member how it is, over a connection of its own: none answers for another. */
final class MemberSurvey {
  static final String OPERATION = "ask the members how they are";

  private MemberSurvey() {}

  /**
   * What one member said.
   *
   * @param status empty if it did not answer in time
   * @param failure why it did not
   */
  record Answer(HostPort member, Optional<StatusResponse> status, Optional<EtcdFailure> failure) {
    private static Answer of(
        HostPort member, @Nullable StatusResponse status, @Nullable Throwable error) {
      return status != null
          ? new Answer(member, Optional.of(status), Optional.empty())
          : new Answer(member, Optional.empty(), Optional.of(EtcdFailure.in(error)));
    }

    /** Whether it answers, and says that nobody leads. */
    boolean isWithoutLeader() {
      return status.filter(s -> s.getLeader() == 0).isPresent();
    }

    boolean hangsUp() {
      return diagnosis().filter(d -> d.kind() == Diagnosis.Kind.HANGS_UP).isPresent();
    }

    /** Whether it answers, and does not tell this user more. */
    boolean isNotAllowed() {
      return diagnosis().filter(d -> d.kind() == Diagnosis.Kind.NOT_ALLOWED).isPresent();
    }

    private Optional<Diagnosis> diagnosis() {
      return failure.map(f -> Diagnosis.of(f.attempts().get(f.attempts().size() - 1)));
    }

    /** For messages. */
    String text() {
      return diagnosis()
          .map(Diagnosis::text)
          .orElse(isWithoutLeader() ? "answers, but knows no leader" : "answers");
    }
  }

  /** The members' answers, in their order. Never blocks, never fails, ends within the limit. */
  static CompletableFuture<List<Answer>> of(EtcdOptions options, Duration limit) {
    List<CompletableFuture<Answer>> asked =
        options.members().stream().map(m -> ask(m, options.only(m), limit)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> asked.stream().map(CompletableFuture::join).toList());
  }

  /** Says why none of them answered. */
  static RegistryException explain(EtcdOptions options, List<Answer> answers) {
    List<Attempt> attempts =
        answers.stream()
            .flatMap(answer -> answer.failure().stream())
            .flatMap(failure -> failure.attempts().stream())
            .toList();
    return new Explanation(options, () -> false).of(OPERATION, new EtcdFailure(attempts));
  }

  private static CompletableFuture<Answer> ask(
      HostPort member, EtcdOptions options, Duration limit) {
    Calls calls = new Calls(options, limit);
    return calls
        .begin(OPERATION)
        .call(client -> client.getMaintenanceClient().statusMember(Connection.target(options)))
        .handle((status, error) -> Answer.of(member, status, error))
        .whenComplete((answer, none) -> calls.close());
  }
}
