package shippy.testkit.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import shippy.process.ChildProcess;
import shippy.process.LogTail;
import shippy.testkit.TemporaryFolder;

/** One member: its process, and its ports and folder, which outlive the process. */
final class EtcdProcess {
  private static final String LOOPBACK = "127.0.0.1";

  private final String name;
  private final int clientPort;
  private final int peerPort;
  private final Path folder;
  private @Nullable ChildProcess process;

  EtcdProcess(String name, Path folder, int clientPort, int peerPort) {
    this.name = name;
    this.folder = folder;
    this.clientPort = clientPort;
    this.peerPort = peerPort;
  }

  String endpoint() {
    return LOOPBACK + ":" + clientPort;
  }

  String peer() {
    return name + "=http://" + LOOPBACK + ":" + peerPort;
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  void start(Path etcd, String cluster, List<String> extra, String scheme) {
    String client = scheme + "://" + endpoint();
    String peer = "http://" + LOOPBACK + ":" + peerPort;
    List<String> command = new ArrayList<>(List.of(etcd.toString()));
    command.addAll(List.of("--name", name, "--data-dir", data().toString()));
    command.addAll(List.of("--listen-client-urls", client, "--advertise-client-urls", client));
    command.addAll(List.of("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer));
    command.addAll(List.of("--initial-cluster", cluster, "--logger", "zap"));
    command.addAll(extra);
    try {
      process = ChildProcess.startLogging(name, new ProcessBuilder(command), log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    signal(ChildProcess::killAndWait);
  }

  /** SIGSTOP. */
  void pause() {
    signal(ChildProcess::pause);
  }

  /** SIGCONT. */
  void resume() {
    signal(ChildProcess::resume);
  }

  private void signal(Consumer<ChildProcess> signal) {
    if (process != null) {
      signal.accept(process);
    }
  }

  void deleteData() {
    TemporaryFolder.delete(data());
  }

  /** The end of its log, for failures. */
  String lastLines() {
    return String.join("\n", LogTail.of(log(), 15));
  }

  private Path data() {
    return folder.resolve(name + ".data");
  }

  private Path log() {
    return folder.resolve(name + ".log");
  }
}
