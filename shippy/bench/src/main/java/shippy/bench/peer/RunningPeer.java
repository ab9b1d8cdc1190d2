package shippy.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import shippy.bench.peer.ServicePair.Started;
import shippy.process.ChildProcess;
import shippy.testkit.Eventually;
import shippy.testkit.TemporaryFolder;

/** The processes of a peer. Not thread-safe. */
public final class RunningPeer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(40);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final String name;
  private final BenchHost host;
  private final List<Started> commands;
  private final List<ChildProcess> children;
  private final Path data;

  RunningPeer(
      String name, BenchHost host, List<Started> commands, List<ChildProcess> children, Path data) {
    this.name = name;
    this.host = host;
    this.commands = commands;
    this.children = children;
    this.data = data;
  }

  void awaitRegistered() {
    Eventually.eventually(
        START,
        () -> {
          requireAlive();
          requireListening(address("vessel"));
          requireListening(address("consignment"));
        });
  }

  private void requireAlive() {
    for (ChildProcess child : children) {
      if (!child.isAlive()) {
        throw new IllegalStateException(
            name + " has ended: " + String.join("\n", child.lastLines()));
      }
    }
  }

  private static void requireListening(String address) {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(address, e);
    }
  }

  /** Where {@code vessel} or {@code consignment} listens. */
  public String address(String service) {
    return host.address(service)
        .orElseThrow(() -> new AssertionError(name + ": no " + service + " registered"));
  }

  /** What the process of a service holds of the machine's memory, in megabytes. */
  public double residentMegabytes(String service) throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", String.valueOf(pid(service)), "status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElse("0");
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }
  }

  /** The process of a service. */
  public long pid(String service) {
    return IntStream.range(0, children.size())
        .boxed()
        .flatMap(i -> pids(children.get(i).process(), commands.get(i), service))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + ": " + service + " has ended"));
  }

  private static Stream<Long> pids(Process process, Started started, String service) {
    if (started.service().isPresent()) {
      return Stream.of(process.pid()).filter(pid -> started.service().get().equals(service));
    }
    return process
        .descendants()
        .map(ProcessHandle::pid)
        .filter(pid -> commandLine(pid).contains(service + "-service.jar"));
  }

  /** ProcessHandle does not tell long ones. */
  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  /** Ends its processes and deletes its data. Idempotent. */
  @Override
  public void close() {
    children.forEach(ChildProcess::terminate);
    children.forEach(child -> child.stop(STOP));
    host.ended(this);
    TemporaryFolder.delete(data);
  }
}
