package shippy.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import shippy.bench.peer.ServicePair.Started;
import shippy.bench.report.BenchOptions;
import shippy.process.Program;
import shippy.testkit.FreePorts;

/** All peers that this machine can start. */
public final class Peers {
  /** Ours as {@code make run} starts it. */
  public static final String RUN = "shippy run";

  /** Ours without any flag of the JVM. */
  public static final String STOCK = "stock JVM";

  /** As {@code make run} of an older checkout starts it. */
  public static final String BEFORE = "before";

  /** The same calls with grpc-java alone, on the JVM flags of {@link #RUN}. */
  public static final String HAND_WIRED = "hand-wired";

  /** The services of the go-micro tutorial. */
  public static final String GO_MICRO = "go-micro v5";

  private static final List<String> SERVICES = List.of("vessel", "consignment");

  private Peers() {}

  /** In the order in which they run; says which are left out, and why. */
  public static List<ServicePair> of(BenchOptions options) throws IOException {
    List<ServicePair> peers = new ArrayList<>();
    Path root = options.root();
    peers.add(new ServicePair(RUN, tool(root)));
    peers.add(new ServicePair(STOCK, stock(root)));
    options.before().ifPresent(folder -> peers.add(new ServicePair(BEFORE, tool(folder))));
    peers.add(new ServicePair(HAND_WIRED, handWired(root)));
    Path list = root.resolve("target/bench/peers");
    if (Files.exists(list)) {
      Path folder = Path.of(Files.readString(list).strip());
      peers.add(new ServicePair(GO_MICRO, goMicro(folder.resolve("v5"))));
    } else {
      System.err.println("no go-micro to compare with (run: make bench-peers; needs Go)");
    }
    peers.removeIf(peer -> !options.includesPeer(peer.name()));
    return peers;
  }

  /** One of the list, if it is there. */
  public static Optional<ServicePair> named(String name, BenchOptions options) throws IOException {
    return of(options).stream().filter(peer -> peer.name().equals(name)).findFirst();
  }

  private static Path jar(Path root, String service) {
    return root.resolve(service + "-service/target").resolve(service + "-service.jar");
  }

  private static List<Path> jars(Path root) {
    return SERVICES.stream().map(service -> jar(root, service)).toList();
  }

  private static ServicePair.Starter tool(Path root) {
    return (host, flags) -> {
      List<String> command = new ArrayList<>(List.of(java(), "-jar"));
      command.addAll(List.of(root.resolve("shippy/tool/target/shippy.jar").toString(), "run"));
      command.addAll(host.registry());
      command.addAll(flags);
      jars(root).forEach(jar -> command.add(jar.toString()));
      return List.of(new Started(Optional.empty(), command));
    };
  }

  private static ServicePair.Starter stock(Path root) {
    return (host, flags) ->
        SERVICES.stream()
            .map(
                service ->
                    started(
                        service,
                        List.of(java(), "-jar", jar(root, service).toString()),
                        host.registry(),
                        flags))
            .toList();
  }

  private static ServicePair.Starter handWired(Path root) {
    return (host, flags) -> {
      List<String> start = Program.of(jars(root)).get(0).command(List.of());
      List<String> jvm =
          start.subList(0, start.indexOf("-jar")).stream()
              .filter(flag -> !flag.contains("Archive") && !flag.contains("AOT"))
              .toList();
      List<String> main =
          List.of("-cp", System.getProperty("java.class.path"), HandWired.class.getName());
      List<Integer> ports = FreePorts.find(2);
      String vessel = host.register("vessel", ports.get(0));
      String consignment = host.register("consignment", ports.get(1));
      return List.of(
          started("vessel", jvm, main, List.of("vessel", vessel)),
          started("consignment", jvm, main, List.of("consignment", consignment, vessel)));
    };
  }

  private static ServicePair.Starter goMicro(Path program) {
    return (host, flags) ->
        SERVICES.stream()
            .map(
                service ->
                    started(
                        service,
                        List.of(program.toString(), service, "--server_address=127.0.0.1:0"),
                        host.registry()))
            .toList();
  }

  @SafeVarargs
  private static Started started(String service, List<String>... parts) {
    List<String> command = new ArrayList<>();
    for (List<String> part : parts) {
      command.addAll(part);
    }
    return new Started(Optional.of(service), command);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
