package shippy.store.memory;

import static java.util.Objects.requireNonNull;

import shippy.problem.BackendException;

/**
 * How much memory rows may take, so that the rest of the heap is enough for calls.
 *
 * @param what the rows, for people: {@code consignments}
 * @param bytes the limit; a margin of an eighth is beyond it
 */
public record MemoryLimit(String what, long bytes) {
  /**
   * What a service holds beside rows. With them it must fit into the old generation, two thirds of
   * the heap, or each collection is one of the whole heap.
   */
  private static final long OTHER_OBJECTS = 8 << 20;

  public MemoryLimit {
    requireNonNull(what, "what");
  }

  /** The limit for this JVM. */
  public static MemoryLimit ofHeap(String what) {
    return of(what, Runtime.getRuntime().maxMemory());
  }

  /** Half of the heap but for what a service holds beside rows, and at least a quarter. */
  static MemoryLimit of(String what, long heap) {
    return new MemoryLimit(what, Math.max(heap / 4, heap / 2 - OTHER_OBJECTS));
  }

  /** For what must go on at the limit. */
  long withMargin() {
    return bytes + bytes / 8;
  }

  /** The refusal of a new row, in the same words each time. Nothing was changed then. */
  BackendException refusal() {
    return new BackendException(
        BackendException.Kind.NO_SPACE,
        "store memory: full of %s (expected: at most %d KiB; with JDK_JAVA_OPTIONS=-Xmx1g it has more,"
                .formatted(what, bytes / 1024)
            + " and without --store=memory they are kept on disk)",
        null);
  }
}
