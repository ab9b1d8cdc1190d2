package shippy.registry.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import io.grpc.Channel;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.client.Client;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.testkit.FreePorts;
import shippy.testkit.dns.CoreDns;

/** Calls by name while instances and the name server come and go; each call must succeed. */
@Execution(ExecutionMode.CONCURRENT)
class DnsCallsTest {
  private static final String VESSEL = "shippy.service.vessel";
  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension final CoreDns dns = CoreDns.create();

  private final int port = FreePorts.find(1).get(0);
  private final List<Instance> instances = new ArrayList<>();
  private final Config config = DnsRegistries.config("dns://" + dns.address() + "/test:" + port);
  private final Platform platform = Platform.open(config);
  private final Client client = Client.of(platform);
  private final Channel channel = client.channel(VESSEL);

  /** A server that ends as badly as a process that is killed. */
  private static final class Instance extends VesselServiceGrpc.VesselServiceImplBase {
    final AtomicInteger calls = new AtomicInteger();
    final Server server;

    Instance(String ip, int port) {
      try {
        server =
            NettyServerBuilder.forAddress(new InetSocketAddress(ip, port))
                .addService(this)
                .build()
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void findAvailable(Specification request, StreamObserver<Response> answer) {
      calls.incrementAndGet();
      answer.onNext(Response.getDefaultInstance());
      answer.onCompleted();
    }
  }

  private Instance start(String ip, int at) {
    Instance instance = new Instance(ip, at);
    instances.add(instance);
    return instance;
  }

  /** Returns when the server answers so. */
  private void serve(int nodes, String... records) {
    dns.zone(List.of(records));
    eventually(SOON, () -> assertThat(platform.registry().nodes(VESSEL)).hasSize(nodes));
  }

  private void call() {
    VesselServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(8, TimeUnit.SECONDS)
        .findAvailable(Specification.getDefaultInstance());
  }

  /** Returns when it answers no call any more: to end takes a while, on threads of its own. */
  private static void kill(Instance instance) {
    instance.server.shutdownNow();
    eventually(SOON, () -> assertThat(instance.server.isTerminated()).isTrue());
  }

  private void callUntilUsed(Instance instance) {
    int before = instance.calls.get();
    eventually(
        SOON,
        () -> {
          call();
          assertThat(instance.calls.get()).isGreaterThan(before);
        });
  }

  @AfterEach
  void close() {
    client.close();
    platform.close();
    instances.forEach(instance -> instance.server.shutdownNow());
  }

  @Test
  void no_call_fails_when_an_instance_is_killed_and_another_takes_its_place() {
    Instance first = start("127.0.0.2", port);
    Instance second = start("127.0.0.3", port);
    serve(2, "vessel A 127.0.0.2", "vessel A 127.0.0.3");
    callUntilUsed(first);
    callUntilUsed(second);

    kill(second);
    throughout(Duration.ofMillis(500), this::call);
    Instance third = start("127.0.0.4", port);
    dns.zone(List.of("vessel A 127.0.0.2", "vessel A 127.0.0.4"));

    callUntilUsed(third);
    throughout(Duration.ofSeconds(2), this::call);
  }

  /** Records that hold for long: only the failed connection makes the registry ask again. */
  @Test
  void instance_that_moved_is_found_before_its_records_expire() {
    Instance before = start("127.0.0.2", port);
    serve(1, "vessel 600 A 127.0.0.2");
    callUntilUsed(before);
    // gRPC's resetConnectBackoff, which follows each new set, makes it ask once more.
    throughout(Duration.ofSeconds(3), this::call);

    Instance after = start("127.0.0.3", port);
    dns.zone(List.of("vessel 600 A 127.0.0.3"));
    throughout(Duration.ofSeconds(3), this::call);
    assertThat(after.calls.get()).isZero();
    kill(before);

    call();
    assertThat(after.calls.get()).isEqualTo(1);
  }

  @Test
  void known_instances_stay_in_use_while_the_name_server_is_away() {
    Instance first = start("127.0.0.2", port);
    serve(1, "vessel A 127.0.0.2");
    callUntilUsed(first);

    dns.kill();
    throughout(Duration.ofSeconds(6), this::call);
    Instance second = start("127.0.0.3", port);
    dns.zone(List.of("vessel A 127.0.0.3"));
    dns.start();

    kill(first);
    call();
    callUntilUsed(second);
  }

  @Test
  void instances_on_one_address_are_told_apart_by_the_ports_of_srv_records() {
    List<Integer> ports = FreePorts.find(2);
    Instance first = start("127.0.0.1", ports.get(0));
    Instance second = start("127.0.0.1", ports.get(1));
    serve(
        2,
        "_grpc._tcp.vessel SRV 0 0 %d one.vessel".formatted(ports.get(0)),
        "_grpc._tcp.vessel SRV 0 0 %d two.vessel".formatted(ports.get(1)),
        "one.vessel A 127.0.0.1",
        "two.vessel A 127.0.0.1");
    callUntilUsed(first);
    callUntilUsed(second);
  }
}
