package shippy.rpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;

/** Instances of one small service in this process, over one in-memory registry. */
final class InProcessServices implements AutoCloseable {
  static final String NAME = "test.service.vessel";

  final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<RunningService> running = new ArrayList<>();

  /** A handler that counts its calls and does what its vessel name says. */
  static final class Handler extends VesselServiceImplBase {
    final AtomicInteger calls = new AtomicInteger();
    final CompletableFuture<Void> gate = new CompletableFuture<>();
    final AtomicInteger refusals = new AtomicInteger();

    @Override
    public void findAvailable(Specification request, StreamObserver<Response> out) {
      calls.incrementAndGet();
      answer(out);
    }

    /** Answers once the gate is open. */
    @Override
    public void create(Vessel request, StreamObserver<Response> out) {
      calls.incrementAndGet();
      var unused = gate.thenRun(() -> answer(out));
    }

    private void answer(StreamObserver<Response> out) {
      if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        out.onError(Status.UNAVAILABLE.withDescription("try again").asRuntimeException());
        return;
      }
      out.onNext(Response.newBuilder().setCreated(true).build());
      out.onCompleted();
    }
  }

  static Config config(String... pairs) {
    Map<String, String> flags = new HashMap<>();
    flags.put("registry", "memory");
    for (int i = 0; i < pairs.length; i += 2) {
      flags.put(pairs[i], pairs[i + 1]);
    }
    return Config.of(flags, Map.of());
  }

  RunningService start(Handler handler, String... settings) {
    return start(service(handler), settings);
  }

  RunningService start(Service service, String... settings) {
    return start(service, keep(Platform.on(registry, config(settings))));
  }

  RunningService start(Service service, Platform platform) {
    RunningService started = service.start(platform);
    ready(started);
    return keep(started);
  }

  /** Stops without a wait for its clients. */
  static Service service(Handler handler) {
    return Service.named(NAME).handler(handler).grace(Duration.ZERO);
  }

  RunningService keep(RunningService service) {
    running.add(service);
    return service;
  }

  static void ready(RunningService service) {
    service.ready().orTimeout(5, TimeUnit.SECONDS).join();
  }

  <T extends AutoCloseable> T keep(T resource) {
    open.add(0, resource);
    return resource;
  }

  /** Stops all services at once: each takes its time to drain. */
  @Override
  public void close() throws Exception {
    List<Thread> stopping = running.stream().map(s -> new Thread(s::close)).toList();
    stopping.forEach(Thread::start);
    for (Thread thread : stopping) {
      thread.join();
    }
    for (AutoCloseable resource : open) {
      resource.close();
    }
    registry.close();
  }
}
