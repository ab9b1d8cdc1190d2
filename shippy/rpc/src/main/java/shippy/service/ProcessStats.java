package shippy.service;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * What the virtual machine uses, as go-micro counts it.
 *
 * @param memoryBytes heap in use
 * @param threads that live
 * @param gcNanos spent collecting garbage since the start
 */
record ProcessStats(long memoryBytes, int threads, long gcNanos) {
  /** As of now. The first look loads classes, which takes milliseconds. */
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
