package shippy.registry.etcd;

import java.util.Optional;
import shippy.problem.Problem;

/** Adds the likely cause and what to try to what went wrong with a cluster. */
record Advice(EtcdOptions options) {

  Problem on(Problem problem, Diagnosis.Kind kind) {
    return switch (kind) {
      case CLASSES_MISSING -> restart(problem);
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
              .withFix("--registry_address=https://" + address(), "with --registry_ca_file=ca.pem");
      case TLS_NOT_SPOKEN ->
          problem
              .withLikely("this etcd is served without TLS")
              .withFix("--registry_address=http://" + address(), "without --registry_ca_file");
      case NO_SPACE -> space(problem);
      case OTHER -> problem.withFix(health(), "is it healthy?");
      case NO_ETCD -> stranger(problem);
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

  private static Problem restart(Problem problem) {
    return problem
        .withLikely("its jar was packed again while it ran")
        .withFix("start the program again", "");
  }

  private Problem unreachable(Problem problem) {
    return problem
        .withLikely("etcd is not running, or listens elsewhere")
        .withFix(health(), "does it answer?")
        .withFix("--registry_address=host:port", "name another etcd")
        .withFix("--registry=mdns", "do without etcd");
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
        .withLikely(user().orElse("nobody") + " may not use the keys below " + Keys.PREFIX)
        .withFix(
            "etcdctl role grant-permission ROLE --prefix=true readwrite " + Keys.PREFIX,
            "allow it");
  }

  private static Problem stranger(Problem problem) {
    return problem
        .withLikely("another program has the port")
        .withFix("end that program, then start etcd", "or --registry_address=HOST:PORT of an etcd");
  }

  private static Problem space(Problem problem) {
    return problem
        .withLikely("its database has reached --quota-backend-bytes (alarm NOSPACE)")
        .withFix("shippy registry status", "tells how to free it");
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

  private String health() {
    return "etcdctl --endpoints=" + options.location().replace(" ", "") + " endpoint health";
  }
}
