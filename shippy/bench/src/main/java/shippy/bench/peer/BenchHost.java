package shippy.bench.peer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.bench.peer.ServicePair.Started;
import shippy.process.ChildProcess;
import shippy.testkit.TemporaryFolder;
import shippy.testkit.etcd.EtcdExtension;

/**
 * Where peers run: an etcd and a folder for data on the disk of the checkout. Ends all processes
 * when it is closed, or the benchmark is ended by a signal. Not thread-safe.
 */
public final class BenchHost implements AutoCloseable {
  private final EtcdExtension etcd = EtcdExtension.nodes(1);
  private final Path folder;
  private final List<RunningPeer> running = new ArrayList<>();
  private final Thread atExit = new Thread(this::closePeers, "bench-at-exit");

  /** Starts etcd. */
  public BenchHost(Path root) {
    Path target = root.resolve("target");
    target.toFile().mkdirs();
    folder = TemporaryFolder.create(target, "bench-data-");
    Runtime.getRuntime().addShutdownHook(atExit);
    etcd.start();
  }

  /** The settings that make a program use this etcd. */
  public Map<String, String> settings() {
    return Map.of("registry", "etcd", "registry_address", etcd.endpoints());
  }

  /** The same as flags. */
  public List<String> registry() {
    return settings().entrySet().stream()
        .map(e -> "--%s=%s".formatted(e.getKey(), e.getValue()))
        .toList();
  }

  /** A folder for data, which is deleted in the end. */
  public Path folder() {
    return folder;
  }

  /**
   * Starts a peer with an empty registry and no data; returns when both services are registered.
   */
  public RunningPeer start(ServicePair peer, String... flags) throws IOException {
    etcd.etcdctl("del", "", "--prefix");
    Path data = TemporaryFolder.create(folder, "peer-");
    List<ChildProcess> children = new ArrayList<>();
    List<Started> commands = peer.starter().start(this, List.of(flags));
    RunningPeer started = new RunningPeer(peer.name(), this, commands, children, data);
    running.add(started);
    for (Started command : commands) {
      ProcessBuilder builder = new ProcessBuilder(command.command());
      builder.environment().put("MICRO_DATA_DIR", data.toString());
      builder.environment().put("XDG_STATE_HOME", data.toString());
      Path log = data.resolve(children.size() + ".log");
      children.add(ChildProcess.startLogging(peer.name(), builder, log));
    }
    started.awaitRegistered();
    return started;
  }

  /** Registers a service that does not do so itself; returns its port. */
  String register(String service, int port) {
    String node = "{\"nodes\":[{\"address\":\"127.0.0.1:%d\"}]}".formatted(port);
    etcd.etcdctl("put", "/micro/registry/shippy.service." + service + "/fixed", node);
    return String.valueOf(port);
  }

  /** Registers so many instances of a service, all of them at one address. */
  public void registerMany(String service, String address, int number) {
    for (int i = 0; i < number; i++) {
      String id = service + "-" + i;
      String node = "{\"id\":\"%s\",\"address\":\"%s\"}".formatted(id, address);
      etcd.etcdctl(
          "put",
          "/micro/registry/" + service + "/" + id,
          "{\"name\":\"%s\",\"version\":\"latest\",\"nodes\":[%s]}".formatted(service, node));
    }
  }

  /** The address that a service has registered. */
  Optional<String> address(String service) {
    String found = etcd.etcdctl("get", "/micro/registry/shippy.service." + service, "--prefix");
    return found
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .flatMap(BenchHost::addresses)
        .findFirst();
  }

  private static Stream<String> addresses(JsonObject service) {
    JsonArray nodes = service.getAsJsonArray("nodes");
    return nodes.asList().stream().map(node -> node.getAsJsonObject().get("address").getAsString());
  }

  void ended(RunningPeer peer) {
    running.remove(peer);
  }

  private void closePeers() {
    List.copyOf(running).forEach(RunningPeer::close);
  }

  @Override
  public void close() {
    closePeers();
    etcd.close();
    TemporaryFolder.delete(folder);
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
