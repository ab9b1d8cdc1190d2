package shippy.testkit;

import com.sun.management.OperatingSystemMXBean;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;
import shippy.registry.InMemoryRegistry;

/** A caller, a relay and a service, each with event loops of its own, watched or not. */
final class TwoHops implements AutoCloseable {
  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final boolean watched;
  private final VesselServiceBlockingStub first;
  private int clients = 8;

  /** Time and processor time a call. */
  record Round(double micros, double processorMicros) {}

  TwoHops(boolean watched) throws IOException {
    this.watched = watched;
    Server service = serve(platform(), new Fleet.Handler());
    Platform middle = platform();
    Server relay = serve(middle, Relay.to(channel(middle, service)));
    this.first = VesselServiceGrpc.newBlockingStub(channel(platform(), relay));
  }

  void clients(int number) {
    clients = number;
  }

  Round round(int calls) {
    AtomicInteger left = new AtomicInteger(calls);
    ThrowingRunnable client =
        () -> {
          while (left.decrementAndGet() >= 0) {
            var unused =
                first
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .findAvailable(Specification.getDefaultInstance());
          }
        };
    long processor = MACHINE.getProcessCpuTime();
    long begin = System.nanoTime();
    Concurrently.run(Collections.nCopies(clients, client));
    return new Round(
        (System.nanoTime() - begin) / 1e3 / calls,
        (MACHINE.getProcessCpuTime() - processor) / 1e3 / calls);
  }

  private Platform platform() {
    Config config = Fleet.config();
    return keep(Platform.on(keep(new InMemoryRegistry(Clock.system())), config));
  }

  private Server serve(Platform platform, BindableService handler) throws IOException {
    NettyServerBuilder builder =
        platform.server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    builder.addService(handler).directExecutor();
    if (watched) {
      builder.addStreamTracerFactory(platform.monitor().served(List.of(handler.bindService())));
    }
    Server server = builder.build().start();
    open.push(server::shutdownNow);
    return server;
  }

  private Channel channel(Platform platform, Server server) {
    ManagedChannel channel = platform.channel("dns:///127.0.0.1:" + server.getPort()).build();
    open.push(channel::shutdownNow);
    return watched ? ClientInterceptors.intercept(channel, platform.monitor().client()) : channel;
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
