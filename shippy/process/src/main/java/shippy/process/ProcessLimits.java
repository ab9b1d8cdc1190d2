package shippy.process;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/**
 * What a process may take of the machine.
 *
 * @param cpus processors, such as 0.5; empty for all
 * @param memoryBytes of all kinds; empty for as much as there is
 */
public record ProcessLimits(Optional<Double> cpus, Optional<Long> memoryBytes) {
  public static final ProcessLimits NONE = new ProcessLimits(Optional.empty(), Optional.empty());

  /** With less a service is killed while it starts or under load; see RATIONALE.md. */
  public static final long LEAST_MEMORY_BYTES = 80L << 20;

  /** What a service under load takes beside its heap. */
  private static final long BESIDE_HEAP_BYTES = 68L << 20;

  public ProcessLimits {
    requireNonNull(cpus, "cpus");
    requireNonNull(memoryBytes, "memoryBytes");
    if (memoryBytes.filter(bytes -> bytes < LEAST_MEMORY_BYTES).isPresent()) {
      throw new IllegalArgumentException("memory: " + memoryBytes.get());
    }
  }

  /**
   * Flags for a heap that fits: what is left of the limit, three quarters at most; without a limit
   * a sixteenth of what the machine or container has. As a share, so that {@code -Xmx} in the
   * user's JDK_JAVA_OPTIONS goes first.
   */
  List<String> heapFlags() {
    if (memoryBytes.isEmpty()) {
      return List.of("-XX:MaxRAMPercentage=6.25");
    }
    long bytes = Math.min(memoryBytes.get(), machineBytes());
    double percent = Math.min(75, 100.0 * (bytes - BESIDE_HEAP_BYTES) / bytes);
    String share = "RAMPercentage=" + percent;
    return List.of("-XX:MaxRAM=" + bytes, "-XX:Max" + share, "-XX:Min" + share);
  }

  /** A limit may be larger, and a heap may not. */
  private static long machineBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
