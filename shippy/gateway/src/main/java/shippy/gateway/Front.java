package shippy.gateway;

import io.grpc.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;

/**
 * Every request comes in here and leaves with an answer, whatever happens. What a request calls is
 * cancelled when its client goes. Safe for any thread.
 */
final class Front implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  private final Door door;
  private final Paging paging;
  private final Clock clock;
  private final Workers workers = new Workers();
  private final Slots slots = new Slots();
  private final Set<Incoming> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /** What a request is for, once it is let in. */
  @FunctionalInterface
  interface Paging {
    void handle(Incoming in) throws IOException;
  }

  Front(Door door, Paging paging, Clock clock) {
    this.door = door;
    this.paging = paging;
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  Slots slots() {
    return slots;
  }

  /** Looks at the headers of a request; says why if it is not let in. */
  Optional<HttpFault> admit(Incoming in) {
    try {
      door.check(in);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(Faults.of(e));
    }
  }

  /** Has a request answered that has arrived whole, if there is a slot. Does not block. */
  void handle(Incoming in) {
    try {
      in.take(Dispatch.slot(in));
      workers.execute(() -> run(in));
    } catch (HttpFault e) {
      in.answer(e);
    } catch (RejectedExecutionException e) {
      LOG.debug("gateway is closed", e);
      in.abort();
    }
  }

  private void run(Incoming in) {
    Context.CancellableContext context = Context.ROOT.withCancellation();
    in.responder().onGone(() -> context.cancel(null));
    running.add(in);
    Context before = context.attach();
    try {
      paging.handle(in);
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

  private static void fail(Incoming in, Throwable failure) {
    HttpFault fault = Faults.of(failure);
    if (in.isAnswered()) {
      in.abort();
    } else {
      in.answer(fault);
    }
  }

  boolean isClosing() {
    return closing;
  }

  /** Ends the streams, which would not end by themselves. */
  void stop() {
    closing = true;
    running.stream().filter(Incoming::isStream).forEach(Incoming::abort);
  }

  /** Waits for the calls, for a time. Idempotent. */
  @Override
  public void close() {
    stop();
    workers.close();
  }
}
