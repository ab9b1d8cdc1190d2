package shippy.registry.etcd.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.RegistryException;
import shippy.registry.etcd.client.FailureCause.Kind;

/**
 * Explains why an operation failed. An etcd that has answered before speaks the protocol; if it
 * hangs up, it is ending.
 */
record EtcdProblems(EtcdOptions options, BooleanSupplier answered) {
  private static final Duration SURVEY_LIMIT = Duration.ofMillis(400);

  /** Explains from the failure alone; never blocks. */
  RegistryException of(String operation, EtcdFailure failure) {
    List<FailedAttempt> attempts = relevant(failure.attempts());
    List<String> facts =
        attempts.stream()
            .map(attempt -> place(attempt) + ": " + FailureCause.of(attempt).text())
            .distinct()
            .sorted()
            .toList();
    return of(operation, failure, mostSpecific(attempts), facts);
  }

  /** Whether no member took a connection. */
  boolean isUnreachable(EtcdFailure failure) {
    return mostSpecific(relevant(failure.attempts())) == Kind.UNREACHABLE;
  }

  /**
   * The same, but asks members that were reached and did not answer whether they know a leader: to
   * a client, a cluster without quorum looks like one that hangs. Blocks for up to 400 ms more.
   */
  RegistryException afterSurvey(String operation, EtcdFailure failure) {
    Kind kind = mostSpecific(relevant(failure.attempts()));
    boolean reached = failure.attempts().stream().anyMatch(attempt -> !attempt.neverConnected());
    if (!reached || (kind != Kind.NO_ANSWER && kind != Kind.NO_QUORUM)) {
      return of(operation, failure);
    }
    List<MemberSurvey.Answer> answers = MemberSurvey.of(options, SURVEY_LIMIT).join();
    if (answers.stream().noneMatch(MemberSurvey.Answer::isWithoutLeader)) {
      return of(operation, failure);
    }
    List<String> facts = answers.stream().map(a -> a.member() + ": " + a.text()).toList();
    return of(operation, failure, Kind.NO_QUORUM, facts);
  }

  /** A caller that was interrupted while it waited. */
  static RegistryException interrupted(String operation, InterruptedException cause) {
    return new RegistryException(
        Problem.of(ExitCode.INTERRUPTED, "interrupted: cannot " + operation), cause);
  }

  private RegistryException of(
      String operation, EtcdFailure failure, Kind kind, List<String> facts) {
    Problem problem = Problem.of(kind.code, what(kind) + ": cannot " + operation).withFacts(facts);
    return new RegistryException(advise(problem, kind), failure);
  }

  /**
   * For a single member a refused connection tells more than a second attempt that was too slow.
   */
  private List<FailedAttempt> relevant(List<FailedAttempt> attempts) {
    List<FailedAttempt> refused =
        attempts.stream()
            .filter(attempt -> FailureCause.of(attempt).kind() == Kind.UNREACHABLE)
            .toList();
    boolean slow =
        attempts.stream()
            .filter(attempt -> !refused.contains(attempt))
            .allMatch(FailedAttempt::isTimeout);
    return options.members().size() == 1 && slow && !refused.isEmpty() ? refused : attempts;
  }

  /** If all members hang up, one side speaks TLS and the other plaintext. */
  private Kind mostSpecific(List<FailedAttempt> attempts) {
    Kind kind =
        attempts.stream()
            .map(attempt -> FailureCause.of(attempt).kind())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    if (kind != Kind.HANGS_UP) {
      return kind;
    }
    if (answered.getAsBoolean()) {
      return Kind.UNREACHABLE;
    }
    return options.tls().isPresent() ? Kind.TLS_NOT_SPOKEN : kind;
  }

  private String place(FailedAttempt attempt) {
    return options.members().stream()
        .filter(attempt::isAt)
        .findFirst()
        .map(HostPort::toString)
        .orElseGet(options::location);
  }

  private String what(Kind kind) {
    return kind == Kind.CLIENT_CERTIFICATE_REFUSED && options.certificate().isEmpty()
        ? "etcd asks for a client certificate"
        : kind.what;
  }

  /** Adds the likely cause and what to try. */
  private Problem advise(Problem problem, Kind kind) {
    return switch (kind) {
      case CLASSES_MISSING ->
          problem
              .withLikely("its jar was packed again while it ran")
              .withFix("start the program again", "");
      case LOGIN_REFUSED -> login(problem);
      case NOT_ALLOWED -> rights(problem);
      case CLIENT_CERTIFICATE_REFUSED -> certificate(problem);
      case CERTIFICATE_NOT_TRUSTED ->
          problem
              .withLikely("another CA signed it, it has expired, or it is for another host name")
              .withFix("--registry_ca_file=ca.pem", "name the CA that signed it");
      case HANGS_UP ->
          problem
              .withLikely("this etcd is served over TLS, the address asks for plaintext")
              .withFix(setting() + "=https://" + address(), "with --registry_ca_file=ca.pem");
      case TLS_NOT_SPOKEN ->
          problem
              .withLikely("this etcd is served without TLS")
              .withFix(setting() + "=http://" + address(), "without --registry_ca_file");
      case NO_SPACE ->
          problem
              .withLikely("its database has reached --quota-backend-bytes (alarm NOSPACE)")
              .withFix("shippy registry status", "tells how to free it");
      case OTHER -> problem.withFix(health(), "is it healthy?");
      case NO_ETCD -> otherProgram(problem);
      case NO_QUORUM ->
          problem
              .withLikely("half of its members or more are down, or out of each other's reach")
              .withFix(health(), "which members answer?");
      case NO_ANSWER ->
          problem
              .withLikely("it is overloaded or frozen, or too few members run (no quorum)")
              .withFix(health(), "which members answer?");
      case UNREACHABLE -> unreachable(problem);
    };
  }

  private Problem login(Problem problem) {
    return user()
        .map(name -> problem.withFact("user: " + name).withLikely("wrong user or password"))
        .orElseGet(() -> problem.withLikely("this etcd asks for a user and password"))
        .withFix(
            "--registry_username=... --registry_password_file=...",
            "or MICRO_REGISTRY_USERNAME and MICRO_REGISTRY_PASSWORD");
  }

  private Problem rights(Problem problem) {
    return problem
        .withLikely(user().orElse("nobody") + " may not use the keys below " + options.use().keys())
        .withFix(
            "etcdctl role grant-permission ROLE --prefix=true readwrite " + options.use().keys(),
            "allow it");
  }

  private Problem otherProgram(Problem problem) {
    return problem
        .withLikely("another program has the port")
        .withFix("end that program, then start etcd", "or " + setting() + "=HOST:PORT of an etcd");
  }

  private Problem unreachable(Problem problem) {
    return problem
        .withLikely("etcd is not running, or listens elsewhere")
        .withFix(health(), "does it answer?")
        .withFix(setting() + "=host:port", "name another etcd")
        .withFix(options.use().without());
  }

  private Problem certificate(Problem problem) {
    return options
        .certificate()
        .map(
            own ->
                problem
                    .withFact("client certificate: " + own)
                    .withLikely("another CA signed it than etcd trusts, or it has expired"))
        .orElseGet(() -> problem.withLikely("this etcd runs with --client-cert-auth"))
        .withFix(
            "--registry_cert_file=cert.pem --registry_key_file=key.pem",
            "signed by the CA of its --trusted-ca-file");
  }

  private Optional<String> user() {
    return options.credentials().map(Credentials::user);
  }

  private String address() {
    return options.members().get(0).toString();
  }

  private String setting() {
    return options.use().address().flag();
  }

  private String health() {
    return "etcdctl --endpoints=" + options.location().replace(" ", "") + " endpoint health";
  }
}
