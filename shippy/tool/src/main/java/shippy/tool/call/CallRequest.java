package shippy.tool.call;

import io.grpc.Status;
import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import shippy.client.CallFailures;
import shippy.config.Config;
import shippy.console.ShortId;
import shippy.console.io.IoStreams;
import shippy.invoke.CallOptions;
import shippy.invoke.FailedCall;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.invoke.ServiceSchema;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.ShortServiceName;
import shippy.tool.registry.NodeNames;

/** The arguments of {@code call} and {@code stream}: service, endpoint and request. */
final class CallRequest {
  /** With these a service says more in its log than to callers. */
  private static final Set<Status.Code> FAULTS = Set.of(Status.Code.INTERNAL, Status.Code.UNKNOWN);

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "A name from 'shippy list services', or its end: vessel.")
  private String service = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ENDPOINT",
      description = "Service.Method, package.Service/Method, or a method's name alone.")
  private String endpoint = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "REQUEST",
      description = {
        "JSON, @FILE, - for standard input, or a flag for each field:",
        "--capacity 2 --specification.max_weight 900; nothing is {}"
      })
  private List<String> request = List.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--metadata", paramLabel = "NAME=VALUE", description = "sent along; may repeat")
  private List<String> metadata = List.of();

  @Option(names = "--node", paramLabel = "ID", description = "the one instance to call, by its id")
  private String node = "";

  /** Fails without service and endpoint: in micro's own words, with an example that works here. */
  void require(String verb) {
    Stream.of(service, endpoint)
        .filter(word -> word.startsWith("-"))
        .findFirst()
        .ifPresent(this::refuseOption);
    if (service.isEmpty() || endpoint.isEmpty()) {
      throw Problem.of(
              ExitCode.USAGE, "%s: nothing given (expected: service and endpoint)".formatted(verb))
          .withFix(
              "shippy %s vessel VesselService.FindAvailable '{\"capacity\": 1}'".formatted(verb),
              "")
          .withFix("shippy list services", "who is there")
          .withFix("shippy describe SERVICE", "its endpoints and their requests")
          .toException();
    }
  }

  /** Flags of fields come after the endpoint, so this is no option that there is. */
  private void refuseOption(String word) {
    String name = word.replaceFirst("=.*", "");
    Problem problem =
        Problem.of(
            ExitCode.USAGE,
            "\"%s\" is not an option of %s".formatted(name, command.qualifiedName()));
    throw Suggestion.add(problem, name, command.optionsMap().keySet())
        .withFix(
            command.qualifiedName() + " SERVICE ENDPOINT " + name + " VALUE", "if it is a field")
        .toException();
  }

  /** The request as it was given, or read from a file or standard input; empty if of flags. */
  String given(InputStream in) {
    if (isMadeOfFlags()) {
      return "";
    }
    if (request.size() > 1) {
      throw Problem.of(ExitCode.USAGE, "unexpected argument: \"%s\"".formatted(request.get(1)))
          .toException();
    }
    return request.isEmpty() ? "" : RequestText.read(request.get(0), in);
  }

  /** The request: as it was given, or made of flags by the fields that it has. */
  String json(String given, Method method) {
    return isMadeOfFlags()
        ? new FieldFlags(method.requestShape(), command.optionsMap().keySet()).json(request)
        : given;
  }

  /** The requests of a method that takes several: of flags, or documents read as they come. */
  Iterator<String> documents(Method method, InputStream in) {
    return isMadeOfFlags()
        ? List.of(json("", method)).iterator()
        : RequestText.documents(request.isEmpty() ? "" : request.get(0), in);
  }

  /** Whether requests are read from a terminal. */
  boolean readsKeyboard(IoStreams io) {
    return (request.isEmpty() || request.get(0).equals("-")) && io.screen().inIsTerminal();
  }

  private boolean isMadeOfFlags() {
    return !request.isEmpty() && request.get(0).startsWith("--");
  }

  CallOptions options(Config config, Optional<Duration> timeout) {
    return new CallOptions(
        config.find(CallSettings.ADDRESS),
        pairs(metadata),
        config.find(CallSettings.TIMEOUT).or(() -> timeout));
  }

  /** The method, from the schema of the instance to be called. */
  Method method(Invoker invoker, Platform platform, Optional<HostPort> address) {
    ServiceSchema schema =
        address
            .map(at -> invoker.schema(service, at))
            .orElseGet(
                () -> new ShortServiceName(service).resolve(platform.registry(), invoker::schema));
    return schema.method(endpoint);
  }

  /**
   * The same options, for the instance that {@code --node} names.
   *
   * @throws ProblemException if there is none, or more than one
   */
  CallOptions atNode(Invoker invoker, Method method, CallOptions options) {
    if (node.isEmpty()) {
      return options;
    }
    List<Node> all = invoker.nodes(method.service());
    Node meant =
        new ShortId(node)
            .find(all, NodeNames::of)
            .orElseThrow(
                () ->
                    Problem.of(
                            ExitCode.USAGE,
                            "--node: no instance \"%s\" of %s (expected: one of %s)"
                                .formatted(
                                    node,
                                    method.service(),
                                    String.join(", ", all.stream().map(Node::id).toList())))
                        .toException());
    return new CallOptions(Optional.of(meant.hostPort()), options.metadata(), options.timeout());
  }

  /** The failure with its status and the instance that sent it. */
  static ProblemException told(FailedCall failure) {
    String by = failure.node().isEmpty() ? "" : " from " + failure.node();
    Problem problem =
        CallFailures.problem(failure).withFact("status " + failure.getStatus().getCode() + by);
    boolean hasLog =
        FAULTS.contains(failure.getStatus().getCode()) && !failure.node().matches("|.*:\\d+");
    return (hasLog
            ? problem.withFix("shippy logs " + failure.node(), "if 'shippy run' started it")
            : problem)
        .toException(failure);
  }

  private static Map<String, String> pairs(List<String> metadata) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : metadata) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw Problem.of(
                ExitCode.USAGE, "--metadata: \"%s\" (expected: name=value)".formatted(pair))
            .toException();
      }
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return pairs;
  }
}
