package shippy.doctor;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.Node;

/** Whether the registered instances answer, each at its own address. */
final class ServicesCheck implements Check {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration WAIT = LIMIT.plusMillis(500);

  private final Platform platform;
  private final Registered registered;
  private final Remedies remedies;

  private record Asked(Node node, Future<HealthCheckResponse> answer) {}

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
      Map<String, List<Asked>> services =
          nodes.stream().map(node -> new Asked(node, ask(node, client))).toList().stream()
              .collect(groupingBy(asked -> asked.node().service(), TreeMap::new, toList()));
      List<Finding> found = new ArrayList<>();
      services.forEach((name, instances) -> found.addAll(judge(name, instances)));
      return found;
    }
  }

  private static Future<HealthCheckResponse> ask(Node node, Client client) {
    return HealthGrpc.newFutureStub(client.direct(node))
        .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .check(HealthCheckRequest.getDefaultInstance());
  }

  /** One row for those that serve, one for each that does not. */
  private List<Finding> judge(String service, List<Asked> instances) {
    List<Sick> sick = instances.stream().flatMap(asked -> sick(asked).stream()).toList();
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

  private List<Sick> sick(Asked asked) {
    Node node = asked.node();
    String who = "%s at %s: ".formatted(node.id(), node.address());
    try {
      ServingStatus status = asked.answer().get(WAIT.toMillis(), TimeUnit.MILLISECONDS).getStatus();
      return status == ServingStatus.SERVING
          ? List.of()
          : List.of(new Sick(subject(), who + "says " + status, Remedies.NOT_SERVING));
    } catch (ExecutionException e) {
      Status status = Status.fromThrowable(e.getCause());
      if (status.getCause() instanceof ProblemException known) {
        return List.of(new Sick(subject(), who + known.problem().what(), Remedies.UNCALLABLE));
      }
      return switch (status.getCode()) {
        case UNIMPLEMENTED -> List.of(); // alive, without a health service
        case UNAVAILABLE -> List.of(new Sick("stale", who + reason(status), remedies.stale(node)));
        default -> List.of(new Sick(subject(), who + "no answer", Remedies.SILENT));
      };
    } catch (TimeoutException e) {
      return List.of(new Sick(subject(), who + "no answer", Remedies.SILENT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(ExitCode.INTERRUPTED, "interrupted while asking " + node.id())
          .toException(e);
    }
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
