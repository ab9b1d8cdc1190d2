package shippy.registry.etcd;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.RegistryException;

/**
 * Says in four parts why an operation failed.
 *
 * @param answered whether etcd has ever answered here: who did speaks the protocol, and only dies
 */
record Explanation(EtcdOptions options, BooleanSupplier answered) {
  private static final Duration SURVEY_LIMIT = Duration.ofMillis(400);

  /** From what the failure tells; never blocks. */
  RegistryException of(String operation, EtcdFailure failure) {
    List<Attempt> attempts = telling(failure.attempts());
    return of(operation, failure, worst(attempts), facts(attempts));
  }

  /** Whether no member took a connection. */
  boolean isUnreachable(EtcdFailure failure) {
    return worst(telling(failure.attempts())) == Diagnosis.Kind.UNREACHABLE;
  }

  /**
   * The same, but if members were reached and said nothing they are asked whether they know a
   * leader: to a client, a cluster that cannot agree and one that hangs look alike. Blocks for up
   * to 400 ms more.
   */
  RegistryException afterSurvey(String operation, EtcdFailure failure) {
    Diagnosis.Kind kind = worst(telling(failure.attempts()));
    boolean reached = failure.attempts().stream().anyMatch(attempt -> !attempt.neverConnected());
    if (!reached || (kind != Diagnosis.Kind.NO_ANSWER && kind != Diagnosis.Kind.NO_QUORUM)) {
      return of(operation, failure);
    }
    List<MemberSurvey.Answer> answers = MemberSurvey.of(options, SURVEY_LIMIT).join();
    if (answers.stream().noneMatch(MemberSurvey.Answer::isWithoutLeader)) {
      return of(operation, failure);
    }
    List<String> facts = answers.stream().map(a -> a.member() + ": " + a.text()).toList();
    return of(operation, failure, Diagnosis.Kind.NO_QUORUM, facts);
  }

  private RegistryException of(
      String operation, EtcdFailure failure, Diagnosis.Kind kind, List<String> facts) {
    Problem problem = about(kind, operation);
    for (String fact : facts) {
      problem = problem.withFact(fact);
    }
    return new RegistryException(new Advice(options).on(problem, kind), failure);
  }

  /** A refused connection says more of the only member than that the second try was too slow. */
  private List<Attempt> telling(List<Attempt> attempts) {
    List<Attempt> refused =
        attempts.stream()
            .filter(attempt -> Diagnosis.of(attempt).kind() == Diagnosis.Kind.UNREACHABLE)
            .toList();
    boolean slow =
        attempts.stream()
            .filter(attempt -> !refused.contains(attempt))
            .allMatch(Attempt::isTimeout);
    return options.members().size() == 1 && slow && !refused.isEmpty() ? refused : attempts;
  }

  /** Who hangs up on all members alike speaks the other of TLS and plaintext. */
  private Diagnosis.Kind worst(List<Attempt> attempts) {
    Diagnosis.Kind kind =
        attempts.stream()
            .map(attempt -> Diagnosis.of(attempt).kind())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    if (kind != Diagnosis.Kind.HANGS_UP) {
      return kind;
    }
    if (answered.getAsBoolean()) {
      return Diagnosis.Kind.UNREACHABLE;
    }
    return options.tls().isPresent() ? Diagnosis.Kind.TLS_NOT_SPOKEN : kind;
  }

  /** A caller that was interrupted while it waited. */
  RegistryException interrupted(String operation, InterruptedException cause) {
    return new RegistryException(
        Problem.of(ExitCode.INTERRUPTED, "interrupted: cannot " + operation), cause);
  }

  private List<String> facts(List<Attempt> attempts) {
    return attempts.stream()
        .map(attempt -> place(attempt) + ": " + Diagnosis.of(attempt).text())
        .distinct()
        .sorted()
        .toList();
  }

  private String place(Attempt attempt) {
    return options.members().stream()
        .filter(attempt::isAt)
        .findFirst()
        .map(HostPort::toString)
        .orElseGet(options::location);
  }

  private Problem about(Diagnosis.Kind kind, String operation) {
    String what =
        switch (kind) {
          case CLASSES_MISSING -> "this program cannot load its own classes";
          case LOGIN_REFUSED -> "etcd refuses the login";
          case NOT_ALLOWED -> "etcd does not allow it";
          case TLS_NOT_SPOKEN -> "etcd does not speak TLS";
          case CERTIFICATE_NOT_TRUSTED -> "etcd's certificate is not trusted";
          case CLIENT_CERTIFICATE_REFUSED ->
              options.certificate().isPresent()
                  ? "etcd refuses the client certificate"
                  : "etcd asks for a client certificate";
          case NO_SPACE -> "etcd has no space left (database space exceeded)";
          case OTHER -> "etcd refuses";
          case NO_ETCD -> "no etcd answers";
          case NO_QUORUM -> "etcd has no quorum";
          case NO_ANSWER -> "etcd does not answer";
          case UNREACHABLE -> "etcd is unreachable";
          case HANGS_UP -> "etcd expects TLS";
        };
    return Problem.of(code(kind), "%s: cannot %s".formatted(what, operation));
  }

  private static ExitCode code(Diagnosis.Kind kind) {
    return switch (kind) {
      case CLASSES_MISSING -> ExitCode.INTERNAL;
      case LOGIN_REFUSED,
          NOT_ALLOWED,
          HANGS_UP,
          TLS_NOT_SPOKEN,
          CERTIFICATE_NOT_TRUSTED,
          CLIENT_CERTIFICATE_REFUSED ->
          ExitCode.CONFIG;
      case NO_SPACE, OTHER, NO_ETCD, NO_QUORUM, NO_ANSWER, UNREACHABLE -> ExitCode.UNAVAILABLE;
    };
  }
}
