package shippy.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The latest spans. Adding takes no lock; safe for any thread. */
final class SpanBuffer {
  static final int KEPT = 200;

  private final AtomicReferenceArray<Span> ring = new AtomicReferenceArray<>(KEPT);
  private final AtomicLong added = new AtomicLong();

  void add(Span span) {
    ring.set((int) (added.getAndIncrement() % KEPT), span);
  }

  /** Oldest first. */
  List<Span> latest() {
    long end = added.get();
    List<Span> spans = new ArrayList<>(KEPT);
    for (long i = Math.max(0, end - KEPT); i < end; i++) {
      Span span = ring.get((int) (i % KEPT));
      if (span != null) { // a null is counted and about to be set
        spans.add(span);
      }
    }
    return spans;
  }
}
