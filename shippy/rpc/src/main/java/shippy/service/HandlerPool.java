package shippy.service;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import shippy.clock.DaemonThreads;
import shippy.platform.Platform;

/**
 * Threads for handlers that may block, on a database or another service. When too many calls wait
 * for a thread, new ones are refused. Calls that have begun go on, and each of them has at most one
 * task in the queue. Calls of other services, such as health, run on the event loop and are never
 * refused. Safe for any thread.
 */
final class HandlerPool implements ServerCallExecutorSupplier, ServerInterceptor, AutoCloseable {
  private static final int THREADS = 64;
  private static final int WAITING = 1_000;

  private final Set<String> services;
  private final int waiting;
  private final BooleanSupplier limited;
  private final ThreadPoolExecutor threads;
  private final Set<Metadata> refused = ConcurrentHashMap.newKeySet();
  private final LongAdder refusals = new LongAdder();

  /**
   * A pool.
   *
   * @param limited whether an interceptor refuses calls: then it sees those of unary methods before
   *     they wait, since one that is to be refused must not wait, and one that waits must count
   */
  HandlerPool(
      List<ServerServiceDefinition> services, int threads, int waiting, BooleanSupplier limited) {
    this.services =
        services.stream()
            .map(service -> service.getServiceDescriptor().getName())
            .collect(Collectors.toUnmodifiableSet());
    this.waiting = waiting;
    this.limited = limited;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.numbered("shippy-handler"));
    this.threads.allowCoreThreadTimeOut(true);
  }

  /** A pool for the handlers of these services, which the platform closes. */
  static HandlerPool on(
      Platform platform, List<ServerServiceDefinition> services, BooleanSupplier limited) {
    HandlerPool pool = platform.own(new HandlerPool(services, THREADS, WAITING, limited));
    platform.monitor().add(Workers.shed("shippy-handler", pool.refusals::sum));
    return pool;
  }

  /** Interceptors that are added before see no call that is refused. */
  void serve(ServerBuilder<?> builder) {
    builder.executor(Runnable::run).callExecutor(this).intercept(this);
  }

  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    if (!services.contains(call.getMethodDescriptor().getServiceName())) {
      return Runnable::run;
    }
    if (threads.getQueue().size() < waiting) {
      boolean unary = call.getMethodDescriptor().getType() == MethodType.UNARY;
      return unary && limited.getAsBoolean() ? new AfterFirst(threads) : threads;
    }
    refused.add(headers);
    refusals.increment();
    return Runnable::run;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!refused.remove(headers)) {
      return next.startCall(call, headers);
    }
    String text =
        "%d calls wait for the %d threads of the handlers (expected: fewer; try again later)"
            .formatted(waiting, threads.getMaximumPoolSize());
    call.close(Status.RESOURCE_EXHAUSTED.withDescription(text), new Metadata());
    return new ServerCall.Listener<>() {};
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  /** Runs the first task, in which the interceptors see the call, where it is given. */
  private static final class AfterFirst implements Executor {
    private final Executor others;
    private volatile boolean first = true;

    AfterFirst(Executor others) {
      this.others = others;
    }

    @Override
    public void execute(Runnable task) {
      if (first) {
        first = false;
        task.run();
      } else {
        others.execute(task);
      }
    }
  }
}
