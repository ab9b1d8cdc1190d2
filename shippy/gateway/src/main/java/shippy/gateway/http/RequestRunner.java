package shippy.gateway.http;

import io.grpc.Context;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.platform.Platform;

/**
 * Makes sure that each request is answered, whatever happens. If the client goes, the calls made
 * for it are cancelled. Safe for any thread.
 */
public final class RequestRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRunner.class);

  private final HostOriginFilter filter;
  private final RequestHandler handler;
  private final Clock clock;
  private final ErrorMapping errors;
  private final RequestLimiter limiter;
  private final Map<HttpExchange, Context.CancellableContext> running = new ConcurrentHashMap<>();

  /** No more than there are permits. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.numbered("shippy-gateway"));

  /** A phase ends when no request runs. */
  private final Phaser calls =
      new Phaser() {
        @Override
        protected boolean onAdvance(int phase, int parties) {
          return false;
        }
      };

  private volatile boolean closing;

  public RequestRunner(
      HostOriginFilter filter, RequestHandler handler, Platform platform, ErrorMapping errors) {
    this.filter = filter;
    this.handler = handler;
    this.clock = platform.clock();
    this.errors = errors;
    this.limiter = new RequestLimiter(platform::config);
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

  Executor threads() {
    return threads;
  }

  /**
   * Has a whole request answered, if there is a permit for it. Does not block: what must wait for
   * something gets a thread.
   */
  void handle(HttpExchange in) {
    try {
      in.take(handler.kind(in));
    } catch (HttpFault e) {
      in.answer(e);
      return;
    }
    Context.CancellableContext context = Context.ROOT.withCancellation();
    in.responder().onGone(() -> context.cancel(null));
    calls.register();
    running.put(in, context);
    run(in, context, () -> handler.handleAtOnce(in));
  }

  /** An answer in the making; false if it needs a thread. */
  @FunctionalInterface
  private interface Answering {
    boolean begin() throws IOException;
  }

  private void run(HttpExchange in, Context.CancellableContext context, Answering answering) {
    Context before = context.attach();
    try {
      if (answering.begin()) {
        var unused = in.ending().whenComplete((done, failure) -> end(in, context, failure));
      } else {
        threads.execute(() -> run(in, context, () -> onThread(in)));
      }
    } catch (IOException | RuntimeException | Error e) {
      end(in, context, e);
    } finally {
      context.detach(before);
    }
  }

  private boolean onThread(HttpExchange in) throws IOException {
    handler.handle(in);
    return true;
  }

  private void end(
      HttpExchange in, Context.CancellableContext context, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof IOException || cause instanceof RejectedExecutionException) {
      LOG.debug("client has gone or was too slow, or the gateway is closed: {}", in, cause);
      in.abort();
    } else if (cause != null) {
      fail(in, cause);
    }
    context.cancel(null);
    running.remove(in);
    calls.arriveAndDeregister();
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
    running.keySet().stream().filter(HttpExchange::isStream).forEach(HttpExchange::abort);
  }

  /** Waits for the calls, for a time, then cancels them. Idempotent. */
  @Override
  public void close() {
    stop();
    int phase = calls.register();
    calls.arriveAndDeregister();
    try {
      calls.awaitAdvanceInterruptibly(phase, Limits.CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("calls do not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.values().forEach(context -> context.cancel(null));
    threads.shutdownNow();
  }
}
