package shippy.doctor;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import shippy.client.Client;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.etcd.EtcdStatus;
import shippy.stats.HealthProbe;

/** Whether the registered instances answer, each at its own address. */
record ServicesCheck(Platform platform, RegisteredNodes registered) implements Check {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private static final Problem.Fix NOT_SERVING =
      new Problem.Fix("read its log", "it serves again when what it complains of has passed");
  private static final Problem.Fix SILENT =
      new Problem.Fix("restart it", "its port is open, but it hangs or is no gRPC service");

  /** A name that a shell does not interpret: names come from the registry, commands are copied. */
  private static final Pattern PLAIN = Pattern.compile("[\\w./:-]+");

  @Override
  public String subject() {
    return "service";
  }

  @Override
  public List<Finding> look() {
    List<Node> nodes = registered.ifKnown().orElse(List.of());
    try (Client client = Client.of(platform)) {
      Map<String, List<HealthProbe>> services =
          nodes.stream()
              .map(node -> HealthProbe.send(node, client.direct(node), LIMIT))
              .toList() // all are asked before one is waited for
              .stream()
              .collect(groupingBy(probe -> probe.node().service(), TreeMap::new, toList()));
      List<Finding> found = new ArrayList<>();
      services.forEach((name, instances) -> found.addAll(judge(name, instances)));
      return found;
    }
  }

  /** One row for those that serve, one for each that does not. */
  private List<Finding> judge(String service, List<HealthProbe> instances) {
    List<Finding> sick = instances.stream().flatMap(probe -> sick(probe).stream()).toList();
    int serving = instances.size() - sick.size();
    if (serving == 0) {
      return sick;
    }
    String detail = "%s: %d of %d serving".formatted(service, serving, instances.size());
    Finding well = pass(detail);
    return Stream.concat(Stream.of(well), sick.stream().map(one -> one.despite("others serve")))
        .toList();
  }

  private Optional<Finding> sick(HealthProbe probe) {
    Node node = probe.node();
    String who = "%s at %s: ".formatted(node.id(), node.address());
    HealthProbe.Result result = probe.await();
    if (result.usable()) {
      return Optional.empty();
    }
    if (result instanceof HealthProbe.Reported reported) {
      return sick(who + "says " + reported.status(), NOT_SERVING);
    }
    Status status = ((HealthProbe.Failed) result).status();
    if (status.getCause() instanceof ProblemException known) {
      return sick(who + known.problem().what(), known.problem().fixes().get(0));
    }
    return status.getCode() == Status.Code.UNAVAILABLE
        ? Optional.of(
            Finding.fail("stale", who + reason(status), staleFix(node, platform.config())))
        : sick(who + "no answer", SILENT);
  }

  private Optional<Finding> sick(String detail, Problem.Fix fix) {
    return Optional.of(fail(detail, fix));
  }

  /** What the system said, such as "connection refused". */
  private static String reason(Status status) {
    Throwable cause = status.getCause();
    String said = cause == null ? status.getDescription() : cause.getMessage();
    return String.valueOf(said)
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst(": .*", "")
        .toLowerCase(Locale.ROOT);
  }

  /** What to do about an instance that died and is still registered. */
  static Problem.Fix staleFix(Node node, Config config) {
    String key = EtcdStatus.key(node, config);
    if (config.get(Settings.REGISTRY).equals("etcd") && PLAIN.matcher(key).matches()) {
      String endpoints =
          EtcdStatus.addresses(config).stream()
              .map(HostPort::toString)
              .collect(Collectors.joining(","));
      return new Problem.Fix(
          "etcdctl --endpoints=%s del %s".formatted(endpoints, key),
          "if it is not gone by itself in %d s (register_ttl)"
              .formatted(config.get(Settings.REGISTER_TTL).toSeconds()));
    }
    return new Problem.Fix(
        "wait 20 s", "the records of a dead instance are gone then; else restart it");
  }
}
