package shippy.deploy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many pods, and what each may take: the flags of {@code goctl kube deploy}. */
final class PodFlags {
  private static final int MOST = 100_000;
  private static final int MOST_RESOURCES = 1_000_000;

  enum Probe {
    GRPC,
    TCP,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum PullPolicy {
    ALWAYS("Always"),
    IFNOTPRESENT("IfNotPresent"),
    NEVER("Never");

    private final String word;

    PullPolicy(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  @Option(names = "--replicas", paramLabel = "N", description = "pods at first (3)")
  private int replicas = 3;

  @Option(names = "--min_replicas", paramLabel = "N", description = "pods at least (3)")
  private int minReplicas = 3;

  @Option(names = "--max_replicas", paramLabel = "N", description = "pods under load (10)")
  private int maxReplicas = 10;

  @Option(names = "--revisions", paramLabel = "N", description = "to go back to (5)")
  private int revisions = 5;

  @Option(
      names = "--request_cpu",
      paramLabel = "N",
      description = "thousandths of a processor that are set aside for a pod (500)")
  private int requestCpu = 500;

  @Option(
      names = "--limit_cpu",
      paramLabel = "N",
      description = "thousandths of a processor that it may take (1000)")
  private int limitCpu = 1000;

  @Option(
      names = "--request_mem",
      paramLabel = "N",
      description = "MiB of memory that are set aside for a pod (512)")
  private int requestMem = 512;

  @Option(
      names = "--limit_mem",
      paramLabel = "N",
      description = "MiB of memory that it may take (1024)")
  private int limitMem = 1024;

  @Option(
      names = "--image_pull_policy",
      paramLabel = "POLICY",
      description = "Always, IfNotPresent or Never (IfNotPresent)")
  private PullPolicy pullPolicy = PullPolicy.IFNOTPRESENT;

  @Option(
      names = "--secret",
      paramLabel = "NAME",
      description = "by which the image is pulled from its registry")
  private Optional<String> secret = Optional.empty();

  @Option(
      names = "--service_account",
      paramLabel = "NAME",
      description = "of the pods (a service of shippy: --name; else none)")
  private Optional<String> serviceAccount = Optional.empty();

  @Option(
      names = "--probe",
      paramLabel = "KIND",
      description = "how it is asked whether it is well: grpc, tcp or none (as the port is)")
  private Optional<Probe> probe = Optional.empty();

  void addTo(Map<String, Object> values) {
    values.put("replicas", FlagRules.within("--replicas", replicas, 0, MOST));
    values.put("revisions", FlagRules.within("--revisions", revisions, 0, MOST));
    values.put("min_replicas", FlagRules.within("--min_replicas", minReplicas, 1, MOST));
    values.put("max_replicas", FlagRules.within("--max_replicas", maxReplicas, 1, MOST));
    FlagRules.atMost("--min_replicas", minReplicas, "--max_replicas", maxReplicas);
    values.put("request_cpu", FlagRules.within("--request_cpu", requestCpu, 1, MOST_RESOURCES));
    values.put("request_mem", FlagRules.within("--request_mem", requestMem, 1, MOST_RESOURCES));
    values.put("limit_cpu", FlagRules.within("--limit_cpu", limitCpu, 1, MOST_RESOURCES));
    values.put("limit_mem", FlagRules.within("--limit_mem", limitMem, 1, MOST_RESOURCES));
    FlagRules.atMost("--request_cpu", requestCpu, "--limit_cpu", limitCpu);
    FlagRules.atMost("--request_mem", requestMem, "--limit_mem", limitMem);
    values.put("image_pull_policy", pullPolicy.toString());
    values.put("has_secret", secret.isPresent());
    values.put("secret", secret.map(name -> FlagRules.label("--secret", name)).orElse(""));
    serviceAccount.ifPresent(
        name -> values.put("service_account", FlagRules.label("--service_account", name)));
    values.put(
        "has_account", serviceAccount.isPresent() || values.get("registers") == Boolean.TRUE);
    Probe kind = probe.orElse(values.get("is_grpc") == Boolean.TRUE ? Probe.GRPC : Probe.TCP);
    values.put("is_probed", kind != Probe.NONE);
    values.put("probe", kind == Probe.GRPC ? "grpc" : "tcpSocket");
  }
}
