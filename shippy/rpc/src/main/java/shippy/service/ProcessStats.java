package shippy.service;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Memory, threads and garbage collection of the JVM, as go-micro counts them.
 *
 * @param memoryBytes heap in use
 * @param threads live threads
 * @param gcNanos time of garbage collection since the start
 */
record ProcessStats(long memoryBytes, int threads, long gcNanos) {
  /** The current values. The first call loads classes, which takes milliseconds. */
  static ProcessStats look() {
    Runtime machine = Runtime.getRuntime();
    long gcMillis =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .map(millis -> Math.max(0, millis)) // -1: not known
            .sum();
    return new ProcessStats(
        machine.totalMemory() - machine.freeMemory(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        TimeUnit.MILLISECONDS.toNanos(gcMillis));
  }
}
