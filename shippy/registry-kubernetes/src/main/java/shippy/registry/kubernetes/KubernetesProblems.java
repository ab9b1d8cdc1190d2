package shippy.registry.kubernetes;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import shippy.problem.ExitCode;
import shippy.problem.Failures;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.RegistryException;

/** Errors of a cluster, in the user's words. */
record KubernetesProblems(ClusterAccess access) {
  private static final String RULE =
      "rule: apiGroups [discovery.k8s.io], resources [endpointslices], verbs [list, watch]";

  /** Neither a pod nor a kubeconfig. */
  static ProblemException noCluster(List<Path> files) {
    String looked = files.stream().map(Path::toString).collect(Collectors.joining(", "));
    return Problem.of(ExitCode.CONFIG, "no cluster of Kubernetes is configured")
        .withFact("looked at: the service account of a pod, then " + looked)
        .withFix("KUBECONFIG=FILE", "name the file that kubectl uses")
        .withFix("--registry=mdns", "do without Kubernetes")
        .toException();
  }

  /** What to tell whose calls reach no pod. */
  static Problem outside(ClusterAccess access) {
    String kubectl = "kubectl -n %s port-forward ".formatted(access.namespace());
    return Problem.of(ExitCode.UNAVAILABLE, "the pods of the cluster cannot be reached from here")
        .withLikely("the addresses of pods can be called inside of the cluster only")
        .withFix(kubectl + "service/gateway 8080", "then call http://127.0.0.1:8080")
        .withFix(kubectl + "pod/NAME 50051", "one pod, at 127.0.0.1:50051");
  }

  /** Why an operation failed; its name completes "cannot …". */
  RegistryException of(String operation, Throwable error) {
    Problem problem = Failures.problem(error, this::known);
    String what = "%s: cannot %s".formatted(problem.what(), operation);
    return new RegistryException(problem.withWhat(what), error);
  }

  RegistryException noNamespace() {
    return new RegistryException(
        Problem.of(ExitCode.CONFIG, "there is no namespace " + access.namespace())
            .withFact("looked at " + access.server())
            .withFix("--registry_address=NAMESPACE", "the one of the services")
            .withFix("kubectl get namespaces", "which there are"),
        null);
  }

  /** No header can hold it. */
  ProblemException unusableToken() {
    return Problem.of(ExitCode.CONFIG, "the token is empty, or is no line of ASCII characters")
        .withFact("for " + access.server())
        .withFix(list(), "does kubectl get in?")
        .toException();
  }

  private Optional<Problem> known(Throwable error) {
    List<Throwable> chain = Failures.chain(error).toList();
    return first(chain, ApiClient.Refusal.class)
        .map(this::refused)
        .or(() -> first(chain, SSLException.class).map(this::tls))
        .or(() -> unanswered(chain));
  }

  private static <T extends Throwable> Optional<T> first(List<Throwable> chain, Class<T> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private Problem refused(ApiClient.Refusal refusal) {
    return switch (refusal.status) {
      case 200 ->
          problem(ExitCode.UNAVAILABLE, "this is no API server", refusal)
              .withLikely("another program has the port")
              .withFix("kubectl cluster-info", "where is it?");
      case 401 ->
          problem(ExitCode.CONFIG, "Kubernetes refuses the login", refusal)
              .withLikely("the token has expired, or is of another cluster")
              .withFix(list(), "does kubectl get in?");
      case 403 ->
          problem(ExitCode.CONFIG, "Kubernetes forbids it", refusal)
              .withFact("its Role needs " + RULE)
              .withLikely("no Role with that rule is bound to this account")
              .withFix(
                  "shippy kube rbac --name=NAME --namespace=%s | kubectl apply -f -"
                      .formatted(access.namespace()),
                  "makes account, Role and binding");
      default ->
          problem(ExitCode.UNAVAILABLE, "Kubernetes answers with status " + refusal.status, refusal)
              .withFix(list(), "does kubectl get an answer?");
    };
  }

  private Problem tls(SSLException error) {
    return problem(ExitCode.CONFIG, "there is no TLS with Kubernetes", error)
        .withLikely("another authority signed its certificate, or it is for another host name")
        .withFix("certificate-authority in the kubeconfig", "name the authority that signed it")
        .withFix(list(), "does kubectl trust it?");
  }

  private Optional<Problem> unanswered(List<Throwable> chain) {
    boolean late =
        chain.stream().anyMatch(e -> e.getClass().getSimpleName().endsWith("TimeoutException"));
    return first(chain, IOException.class)
        .<Throwable>map(e -> e)
        .or(() -> late ? Optional.of(chain.get(0)) : Optional.empty())
        .map(
            e ->
                problem(
                        ExitCode.UNAVAILABLE,
                        late ? "Kubernetes does not answer" : "Kubernetes is unreachable",
                        e)
                    .withLikely("the API server is down, or this machine has no way to it")
                    .withFix("kubectl cluster-info", "does it answer?"));
  }

  /** The JDK gives the refusal of a connection no text. */
  private Problem problem(ExitCode code, String what, Throwable error) {
    String reason = requireNonNullElse(error.getMessage(), "no connection");
    return Problem.of(code, what).withFact("%s: %s".formatted(access.server(), reason));
  }

  private String list() {
    return "kubectl -n %s get endpointslices".formatted(access.namespace());
  }
}
