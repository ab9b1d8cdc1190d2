package shippy.telemetry.export.metrics;

import static shippy.telemetry.Instrument.Kind.GAUGE;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import shippy.telemetry.Instrument;

/**
 * Memory, threads, garbage collection and process, under the names of Prometheus' own
 * instrumentation, whose jar for this version is not to be had.
 */
final class JvmInstruments {
  private static final double SECOND_MILLIS = TimeUnit.SECONDS.toMillis(1);
  private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private JvmInstruments() {}

  /** What is one number. */
  static List<Instrument> all() {
    List<Instrument> all = new ArrayList<>();
    memory("used", "Used bytes.", MemoryUsage::getUsed, all);
    memory("committed", "Bytes that the JVM has from the system.", MemoryUsage::getCommitted, all);
    memory("max", "The most bytes; -1 without a limit.", MemoryUsage::getMax, all);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    all.add(Instrument.gauge("jvm_threads_current", "Live threads.", threads::getThreadCount));
    all.add(
        Instrument.gauge("jvm_threads_daemon", "Daemon threads.", threads::getDaemonThreadCount));
    all.add(
        Instrument.gauge(
            "jvm_threads_peak", "The most live threads.", threads::getPeakThreadCount));
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    all.add(
        Instrument.gauge(
            "process_start_time_seconds",
            "Start of the process, in seconds since 1970.",
            () -> started / SECOND_MILLIS));
    process(ManagementFactory.getOperatingSystemMXBean(), all);
    return List.copyOf(all);
  }

  /** What is more than a number. */
  static void register(PrometheusRegistry to) {
    SummaryWithCallback.builder()
        .name("jvm_gc_collection_seconds")
        .help("Time spent in garbage collections.")
        .labelNames("gc")
        .callback(
            collectors ->
                ManagementFactory.getGarbageCollectorMXBeans()
                    .forEach(
                        gc ->
                            collectors.call(
                                gc.getCollectionCount(),
                                gc.getCollectionTime() / SECOND_MILLIS,
                                Quantiles.EMPTY,
                                gc.getName())))
        .register(to);
    Info.builder()
        .name("jvm_runtime_info")
        .help("The Java virtual machine.")
        .labelNames("runtime", "vendor", "version")
        .register(to)
        .setLabelValues(
            System.getProperty("java.runtime.name", ""),
            System.getProperty("java.vm.vendor", ""),
            System.getProperty("java.runtime.version", ""));
  }

  private static void memory(
      String what, String help, ToLongFunction<MemoryUsage> part, List<Instrument> all) {
    Map<String, Supplier<MemoryUsage>> areas =
        Map.of(
            "heap", ManagementFactory.getMemoryMXBean()::getHeapMemoryUsage,
            "nonheap", ManagementFactory.getMemoryMXBean()::getNonHeapMemoryUsage);
    areas.forEach(
        (area, usage) ->
            all.add(
                new Instrument(
                    "jvm_memory_" + what + "_bytes",
                    help,
                    GAUGE,
                    Map.of("area", area),
                    () -> part.applyAsLong(usage.get()))));
  }

  /** More is known on Unix. */
  private static void process(OperatingSystemMXBean system, List<Instrument> all) {
    if (system instanceof com.sun.management.OperatingSystemMXBean known) {
      all.add(
          Instrument.counter(
              "process_cpu_seconds",
              "Processor time, of user and system.",
              Map.of(),
              () -> known.getProcessCpuTime() / SECOND_NANOS));
    }
    if (system instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
      all.add(
          Instrument.gauge(
              "process_open_fds", "Open file descriptors.", unix::getOpenFileDescriptorCount));
      all.add(
          Instrument.gauge(
              "process_max_fds",
              "The most open file descriptors.",
              unix::getMaxFileDescriptorCount));
    }
  }
}
