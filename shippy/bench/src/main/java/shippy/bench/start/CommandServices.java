package shippy.bench.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import shippy.process.ChildProcess;
import shippy.process.Program;
import shippy.testkit.Eventually;

/** Both services, once for each registry, for commands to call. */
final class CommandServices implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final String LISTENING = "Listening on ";

  private final Path root;
  private final List<ChildProcess> children = new ArrayList<>();
  private final List<Path> logs = new ArrayList<>();

  private CommandServices(Path root) {
    this.root = root;
  }

  /** Starts them and returns when all are registered. */
  static CommandServices start(Path root, Path folder, List<List<String>> registries)
      throws IOException {
    CommandServices services = new CommandServices(root);
    List<Path> jars =
        Stream.of("vessel-service", "consignment-service")
            .map(name -> root.resolve(name + "/target/" + name + ".jar"))
            .toList();
    for (List<String> registry : registries) {
      for (Program program : Program.of(jars)) {
        services.start(program, registry, folder);
      }
    }
    Eventually.eventually(LIMIT, () -> services.logs.forEach(log -> find(log, "Registered node")));
    return services;
  }

  private void start(Program program, List<String> registry, Path folder) throws IOException {
    List<String> flags = new ArrayList<>(registry);
    flags.add("--store=memory");
    Path log = folder.resolve("commands-" + logs.size() + ".log");
    logs.add(log);
    children.add(
        ChildProcess.startLogging(program.name(), new ProcessBuilder(program.command(flags)), log));
  }

  /** A command that creates a consignment by a service that is found so. */
  List<String> create(List<String> flags) {
    return Stream.concat(
            Stream.of("create", root.resolve("consignment-cli/consignment.json").toString()),
            flags.stream())
        .toList();
  }

  /** The flag that names the consignment service itself. */
  List<String> address() {
    String line = find(logs.get(logs.size() - 1), LISTENING);
    return List.of("--address=" + line.substring(line.indexOf(LISTENING) + LISTENING.length()));
  }

  private static String find(Path log, String words) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(words))
          .findFirst()
          .orElseThrow(() -> new AssertionError(log + ": no " + words));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    children.forEach(ChildProcess::terminate);
    children.forEach(child -> child.stop(LIMIT));
  }
}
