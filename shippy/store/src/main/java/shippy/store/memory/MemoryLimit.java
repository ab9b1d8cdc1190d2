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
   * Of the heap. The rest is for calls and for the collector, which works more the less is free.
   */
  private static final int PERCENT = 50;

  public MemoryLimit {
    requireNonNull(what, "what");
  }

  /** The limit for this JVM. */
  public static MemoryLimit ofHeap(String what) {
    return new MemoryLimit(what, Runtime.getRuntime().maxMemory() / 100 * PERCENT);
  }

  boolean allows(long used, boolean margin) {
    return used <= (margin ? bytes + bytes / 8 : bytes);
  }

  /** The refusal of a new row. Nothing was changed then. */
  BackendException refusal(long count, long used) {
    return new BackendException(
        BackendException.Kind.NO_SPACE,
        "store memory: full, %d %s in %d KiB (expected: at most %d KiB, half of the JVM's heap;"
                .formatted(count, what, used / 1024, bytes / 1024)
            + " a larger -Xmx, or --store=sqlite:PATH, which keeps them on disk)",
        null);
  }
}
