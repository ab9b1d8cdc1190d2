package shippy.invoke;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import shippy.clock.DaemonThreads;

/**
 * One call that takes a stream of requests, and gives one answer or many. Requests are read on a
 * thread of its own, no faster than the service takes them; answers are asked for one by one.
 */
final class RequestStream extends ClientCall.Listener<byte[]> {
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final ClientCall<byte[], byte[]> call;
  private boolean closed;
  private volatile @Nullable RuntimeException unreadable;

  private sealed interface Event {}

  private static final class Answer implements Event {
    private final byte[] message;

    Answer(byte[] message) {
      this.message = message;
    }
  }

  private record End(Status status, Metadata trailers) implements Event {}

  RequestStream(Channel channel, MethodDescriptor<byte[], byte[]> method, CallOptions options) {
    this.call = channel.newCall(method, options);
  }

  /**
   * Sends the requests and hands out the answers on this thread, until the call ends. If the thread
   * is interrupted, the call is cancelled and the flag is kept.
   *
   * @throws RuntimeException of the requests if they cannot be read; the call is cancelled then
   */
  void run(Iterator<byte[]> requests, Consumer<byte[]> each) {
    call.start(this, new Metadata());
    DaemonThreads.named("shippy-requests").newThread(() -> send(requests)).start();
    try {
      while (true) {
        call.request(1);
        Event event = events.take();
        if (event instanceof Answer answer) {
          each.accept(answer.message);
        } else if (event instanceof End end) {
          end(end);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withDescription("interrupted").asRuntimeException();
    } finally {
      call.cancel("ended", null);
    }
  }

  private void end(End end) {
    RuntimeException cause = unreadable;
    if (cause != null) {
      throw cause;
    }
    if (!end.status().isOk()) {
      throw end.status().asRuntimeException(end.trailers());
    }
  }

  private void send(Iterator<byte[]> requests) {
    try {
      while (requests.hasNext()) {
        byte[] next = requests.next();
        if (!awaitReady()) {
          return;
        }
        call.sendMessage(next);
      }
      call.halfClose();
    } catch (RuntimeException e) {
      if (awaitReady()) {
        unreadable = e;
        call.cancel("a request cannot be read", e);
      }
    }
  }

  /** False if the call has ended. */
  private synchronized boolean awaitReady() {
    try {
      while (!closed && !call.isReady()) {
        wait();
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void onMessage(byte[] message) {
    events.add(new Answer(message));
  }

  @Override
  public synchronized void onReady() {
    notifyAll();
  }

  @Override
  public synchronized void onClose(Status status, Metadata trailers) {
    closed = true;
    notifyAll();
    events.add(new End(status, trailers));
  }
}
