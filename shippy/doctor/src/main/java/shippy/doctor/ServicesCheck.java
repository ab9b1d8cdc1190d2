package shippy.doctor;

import static java.util.Objects.requireNonNull;
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
import shippy.client.Client;
import shippy.client.HealthProbe;
import shippy.platform.Platform;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.Node;

/** Whether the registered instances answer, each at its own address. */
final class ServicesCheck implements Check {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Platform platform;
  private final Registered registered;
  private final Remedies remedies;

  ServicesCheck(Platform platform, Registered registered, Remedies remedies) {
    this.platform = requireNonNull(platform, "platform");
    this.registered = requireNonNull(registered, "registered");
    this.remedies = requireNonNull(remedies, "remedies");
  }

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
    List<Sick> sick = instances.stream().flatMap(probe -> sick(probe).stream()).toList();
    int serving = instances.size() - sick.size();
    List<Finding> found = new ArrayList<>();
    if (serving > 0) {
      found.add(
          new Finding.Pass(
              subject(), "%s: %d of %d serving".formatted(service, serving, instances.size())));
    }
    sick.forEach(each -> found.add(serving > 0 ? each.warning() : each.failure()));
    return found;
  }

  private record Sick(String subject, String detail, Problem.Fix fix) {
    Finding warning() {
      return new Finding.Warn(subject, detail + "; others serve", fix);
    }

    Finding failure() {
      return new Finding.Fail(subject, detail, fix);
    }
  }

  private Optional<Sick> sick(HealthProbe probe) {
    Node node = probe.node();
    String who = "%s at %s: ".formatted(node.id(), node.address());
    HealthProbe.Result result = probe.await();
    if (result.usable()) {
      return Optional.empty();
    }
    if (result instanceof HealthProbe.Told told) {
      return Optional.of(new Sick(subject(), who + "says " + told.status(), Remedies.NOT_SERVING));
    }
    Status status = ((HealthProbe.Failed) result).status();
    if (status.getCause() instanceof ProblemException known) {
      return Optional.of(new Sick(subject(), who + known.problem().what(), Remedies.UNCALLABLE));
    }
    return Optional.of(
        status.getCode() == Status.Code.UNAVAILABLE
            ? new Sick("stale", who + reason(status), remedies.stale(node))
            : new Sick(subject(), who + "no answer", Remedies.SILENT));
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
}
