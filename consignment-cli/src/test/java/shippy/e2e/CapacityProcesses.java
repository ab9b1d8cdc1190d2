package shippy.e2e;

import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;
import shippy.client.Client;
import shippy.config.Config;
import shippy.registry.HostPort;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;

/** Processes of a {@link CapacityService}, without a registry, and channels to them. */
final class CapacityProcesses implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(40);

  private final Client client =
      Client.open(Config.of(Map.of("registry", "memory", "client_retries", "0"), Map.of()));
  private final Deque<CommandHarness> programs = new ArrayDeque<>();

  RunningCommand start(String... flags) {
    CommandHarness program = CommandHarness.main(CapacityService.class);
    programs.push(program);
    return program.start(
        Stream.concat(Stream.of("--registry=memory"), Stream.of(flags)).toArray(String[]::new));
  }

  Channel channel(RunningCommand service) {
    return client.direct(HostPort.parse(service.awaitLine("Listening on (\\S+)", START).group(1)));
  }

  @Override
  public void close() {
    client.close();
    programs.forEach(CommandHarness::close);
  }
}
