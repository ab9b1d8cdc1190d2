package shippy.registry.etcd;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.RegistryException;

/** Says in four parts why an operation failed. */
record Explanation(EtcdOptions options) {

  RegistryException of(String operation, EtcdFailure failure) {
    List<Attempt> attempts = failure.attempts();
    Diagnosis.Kind kind = worst(attempts);
    Problem problem = about(kind, operation);
    for (String fact : facts(attempts)) {
      problem = problem.withFact(fact);
    }
    return new RegistryException(advise(problem, kind), failure);
  }

  /** Who hangs up on all members alike speaks the other of TLS and plaintext. */
  private Diagnosis.Kind worst(List<Attempt> attempts) {
    Diagnosis.Kind kind =
        attempts.stream()
            .map(attempt -> Diagnosis.of(attempt).kind())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return kind == Diagnosis.Kind.HANGS_UP && options.tls().isPresent()
        ? Diagnosis.Kind.TLS_NOT_SPOKEN
        : kind;
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

  private static Problem about(Diagnosis.Kind kind, String operation) {
    String what =
        switch (kind) {
          case LOGIN_REFUSED -> "etcd refuses the login";
          case NOT_ALLOWED -> "etcd does not allow it";
          case TLS_NOT_SPOKEN -> "etcd does not speak TLS";
          case CERTIFICATE_NOT_TRUSTED -> "etcd's certificate is not trusted";
          case OTHER -> "etcd refuses";
          case NO_ANSWER -> "etcd does not answer";
          case UNREACHABLE -> "etcd is unreachable";
          case HANGS_UP -> "etcd expects TLS";
        };
    return Problem.of(code(kind), "%s: cannot %s".formatted(what, operation));
  }

  private static ExitCode code(Diagnosis.Kind kind) {
    return switch (kind) {
      case LOGIN_REFUSED, NOT_ALLOWED, HANGS_UP, TLS_NOT_SPOKEN, CERTIFICATE_NOT_TRUSTED ->
          ExitCode.CONFIG;
      case OTHER, NO_ANSWER, UNREACHABLE -> ExitCode.UNAVAILABLE;
    };
  }

  private Problem advise(Problem problem, Diagnosis.Kind kind) {
    String address = options.members().get(0).toString();
    String health =
        "etcdctl --endpoints=" + options.location().replace(" ", "") + " endpoint health";
    return switch (kind) {
      case LOGIN_REFUSED -> login(problem);
      case NOT_ALLOWED ->
          problem
              .withLikely(user().orElse("nobody") + " may not use the keys below " + Keys.PREFIX)
              .withFix(
                  "etcdctl role grant-permission ROLE --prefix=true readwrite " + Keys.PREFIX,
                  "allow it");
      case HANGS_UP ->
          problem
              .withLikely("this etcd is served over TLS, the address asks for plaintext")
              .withFix("--registry_address=https://" + address, "with --registry_ca_file=ca.pem");
      case TLS_NOT_SPOKEN ->
          problem
              .withLikely("this etcd is served without TLS")
              .withFix("--registry_address=http://" + address, "without --registry_ca_file");
      case CERTIFICATE_NOT_TRUSTED ->
          problem
              .withLikely("another CA signed it, it has expired, or it is for another host name")
              .withFix("--registry_ca_file=ca.pem", "name the CA that signed it");
      case OTHER -> problem.withFix(health, "is it healthy?");
      case NO_ANSWER ->
          problem
              .withLikely("too few members run to agree (no quorum), or it is overloaded")
              .withFix(health, "which members answer?");
      case UNREACHABLE ->
          problem
              .withLikely("etcd is not running, or listens elsewhere")
              .withFix(health, "does it answer?")
              .withFix("--registry_address=host:port", "name another etcd")
              .withFix("--registry=mdns", "do without etcd");
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

  private Optional<String> user() {
    return options.credentials().map(Credentials::user);
  }
}
