package shippy.deploy;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where it listens, and who finds it there. */
final class PortFlags {
  @Option(names = "--port", paramLabel = "PORT", description = "that its Service has")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--target_port",
      paramLabel = "PORT",
      description = "that the container listens on (--port)")
  private Optional<Integer> targetPort = Optional.empty();

  @Option(
      names = "--node_port",
      paramLabel = "PORT",
      description = "of every node, to reach it from outside: 30000-32767")
  private Optional<Integer> nodePort = Optional.empty();

  @Option(
      names = "--service_name",
      paramLabel = "SERVICE",
      description =
          "the name it registers under, if it is a service of shippy: gRPC, not root, with"
              + " MICRO_ variables")
  private Optional<String> serviceName = Optional.empty();

  void addTo(Map<String, Object> values) {
    int given = FlagRules.given("--port", port, "the port it listens on, such as 50051");
    values.put("port", FlagRules.within("--port", given, 1, 65_535));
    int target = targetPort.orElse(given);
    values.put("target_port", FlagRules.within("--target_port", target, 1, 65_535));
    boolean outside = nodePort.isPresent() && nodePort.get() != 0; // 0 is goctl's "none"
    values.put("has_node_port", outside);
    values.put(
        "node_port", outside ? FlagRules.within("--node_port", nodePort.get(), 30_000, 32_767) : 0);
    KubeFiles.register(
        serviceName.map(name -> FlagRules.serviceName("--service_name", name)), values);
  }
}
