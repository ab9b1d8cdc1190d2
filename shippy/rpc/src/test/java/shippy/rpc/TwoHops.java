package shippy.rpc;

import com.sun.management.OperatingSystemMXBean;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerStreamTracer;
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
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;

/**
 * A caller, a relay and a service, each with event loops of its own, watched while they are to be.
 */
final class TwoHops implements AutoCloseable {
  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final ServerStreamTracer IDLE = new ServerStreamTracer() {};

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final VesselServiceBlockingStub first;
  private final int clients;
  private volatile boolean watched;

  /** Time and processor time a call. */
  record Round(double micros, double processorMicros) {}

  TwoHops(int clients) throws IOException {
    this.clients = clients;
    Server service = serve(platform(), new InProcessServices.Handler());
    Platform middle = platform();
    Server relay = serve(middle, RelayService.to(channel(middle, service)));
    this.first = VesselServiceGrpc.newBlockingStub(channel(platform(), relay));
  }

  Round round(int calls, boolean counted) {
    watched = counted;
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
    Config config = InProcessServices.config();
    return keep(Platform.on(keep(new InMemoryRegistry(Clock.system())), config));
  }

  private Server serve(Platform platform, BindableService handler) throws IOException {
    NettyServerBuilder builder =
        platform.server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    builder.addService(handler).directExecutor();
    builder.addStreamTracerFactory(
        whenWatched(platform.monitor().server(List.of(handler.bindService()))));
    Server server = builder.build().start();
    open.push(server::shutdownNow);
    return server;
  }

  private Channel channel(Platform platform, Server server) {
    ManagedChannel channel = platform.channel("dns:///127.0.0.1:" + server.getPort()).build();
    open.push(channel::shutdownNow);
    return ClientInterceptors.intercept(channel, whenWatched(platform.monitor().client()));
  }

  private ServerStreamTracer.Factory whenWatched(ServerStreamTracer.Factory tracers) {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return watched ? tracers.newServerStreamTracer(method, headers) : IDLE;
      }
    };
  }

  private ClientInterceptor whenWatched(ClientInterceptor interceptor) {
    return new ClientInterceptor() {
      @Override
      public <Q, A> ClientCall<Q, A> interceptCall(
          MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return watched
            ? interceptor.interceptCall(method, options, next)
            : next.newCall(method, options);
      }
    };
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
