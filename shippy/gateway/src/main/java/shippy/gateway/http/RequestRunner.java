package shippy.gateway.http;

import io.grpc.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;

/**
 * Runs each request on a thread and makes sure that it is answered, whatever happens. If the client
 * goes, the calls made for it are cancelled. Safe for any thread.
 */
public final class RequestRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRunner.class);

  private final HostOriginFilter filter;
  private final RequestHandler handler;
  private final Clock clock;
  private final ErrorMapping errors;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          Limits.THREADS,
          Limits.THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          DaemonThreads.numbered("shippy-gateway"));
  private final RequestLimiter limiter = new RequestLimiter();
  private final Set<HttpExchange> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  public RequestRunner(
      HostOriginFilter filter, RequestHandler handler, Clock clock, ErrorMapping errors) {
    this.filter = filter;
    this.handler = handler;
    this.clock = clock;
    this.errors = errors;
    threads.allowCoreThreadTimeOut(true);
  }

  Clock clock() {
    return clock;
  }

  RequestLimiter limiter() {
    return limiter;
  }

  /** Checks the headers of a request; returns why it is refused, if it is. */
  Optional<HttpFault> admit(HttpExchange in) {
    try {
      filter.check(in);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(errors.of(e));
    }
  }

  /** Has a whole request answered, if there is a permit for it. Does not block. */
  void handle(HttpExchange in) {
    try {
      in.take(handler.kind(in));
      threads.execute(() -> run(in));
    } catch (HttpFault e) {
      in.answer(e);
    } catch (RejectedExecutionException e) {
      LOG.debug("gateway is closed", e);
      in.abort();
    }
  }

  private void run(HttpExchange in) {
    Context.CancellableContext context = Context.ROOT.withCancellation();
    in.responder().onGone(() -> context.cancel(null));
    running.add(in);
    Context before = context.attach();
    try {
      handler.handle(in);
    } catch (IOException e) {
      LOG.debug("client has gone, or was too slow: {}", in.clientAddress(), e);
      in.abort();
    } catch (RuntimeException | Error e) {
      fail(in, e);
    } finally {
      context.detach(before);
      context.cancel(null);
      running.remove(in);
    }
  }

  private void fail(HttpExchange in, Throwable failure) {
    HttpFault fault = errors.of(failure);
    if (in.isAnswered()) {
      in.abort();
    } else {
      in.answer(fault);
    }
  }

  boolean isClosing() {
    return closing;
  }

  /** Ends the streams, which do not end by themselves. */
  void stop() {
    closing = true;
    running.stream().filter(HttpExchange::isStream).forEach(HttpExchange::abort);
  }

  /** Waits for the calls, for a time, then interrupts them. Idempotent. */
  @Override
  public void close() {
    stop();
    threads.shutdown();
    try {
      if (threads.awaitTermination(Limits.CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
