package shippy.logging.fluentd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Events that wait to be sent, up to a number of bytes; the oldest make room. The lock is held for
 * no longer than it takes to move an event. Safe for any thread.
 */
final class EventBuffer {
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final int capacity;

  /** Of the events that wait and those that were taken. */
  private int bytes;

  private List<byte[]> taken = List.of();
  private long dropped;
  private boolean closed;

  EventBuffer(int capacity) {
    this.capacity = capacity;
  }

  /** Adds an event; true if, for the first time, another was dropped for it. */
  synchronized boolean add(byte[] event) {
    long before = dropped;
    waiting.add(event);
    bytes += event.length;
    while (bytes > capacity && !waiting.isEmpty()) {
      bytes -= waiting.remove().length;
      dropped++;
    }
    notifyAll();
    return before == 0 && dropped > 0;
  }

  /** Waits for an event or the end; true if there is an event. */
  synchronized boolean awaitEvent() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return !waiting.isEmpty();
  }

  /** Whether that much waits. */
  synchronized boolean holds(int size) {
    return bytes >= size;
  }

  /**
   * Takes the oldest, at most that many bytes but one event at least. They are kept until {@link
   * #delivered}.
   */
  synchronized List<byte[]> take(int size) {
    List<byte[]> next = new ArrayList<>();
    int sum = 0;
    while (!waiting.isEmpty() && (next.isEmpty() || sum + waiting.element().length <= size)) {
      sum += waiting.element().length;
      next.add(waiting.remove());
    }
    taken = next;
    return next;
  }

  /**
   * Forgets what was taken. How many were dropped, once there is room again, so that a receiver
   * that is always too slow is told of once.
   */
  synchronized long delivered() {
    bytes -= taken.stream().mapToInt(event -> event.length).sum();
    taken = List.of();
    if (bytes > capacity / 2) {
      return 0;
    }
    long told = dropped;
    dropped = 0;
    return told;
  }

  /** Nobody waits for events any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** How many were not delivered, dropped ones too. */
  synchronized long undelivered() {
    return waiting.size() + taken.size() + dropped;
  }
}
