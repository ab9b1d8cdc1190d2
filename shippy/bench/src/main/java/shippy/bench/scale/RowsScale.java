package shippy.bench.scale;

import shippy.bench.report.Report;
import shippy.clock.Clock;
import shippy.store.memory.MemoryLimit;
import shippy.store.memory.PackedRows;

/** Rows of the memory store, as large as a consignment with one container. */
final class RowsScale {
  private static final int FIELDS = 90;
  private static final int PROBES = 100_000;

  private final Growth growth = new Growth("memory, rows");

  void addTo(Report report) {
    measure(1_000, new Growth("warm-up"));
    for (int rows = 1_000; rows <= 1_000_000; rows *= 10) {
      measure(rows, growth);
    }
    growth.addTo(report);
  }

  private static void measure(int count, Growth growth) {
    PackedRows rows = new PackedRows(new MemoryLimit("rows", Long.MAX_VALUE / 2));
    byte[] fields = new byte[FIELDS];
    var watch = Clock.system().stopwatch();
    for (int i = 0; i < count; i++) {
      rows.add(id(i), fields);
    }
    growth.add("add all", count, watch.get().toNanos() / 1e6, "ms");
    var finding = Clock.system().stopwatch();
    long found = 0;
    for (int i = 0; i < PROBES; i++) {
      found += rows.find(id((int) (i * 7_919L % count))) == PackedRows.NONE ? 0 : 1;
    }
    growth.add("find", count, finding.get().toNanos() / 1e3 / found, "us");
    growth.add("bytes", count, rows.bytes() / 1e6, "MB");
  }

  private static String id(int i) {
    return "0193b6e0-%04x-7%03x-8000-%012x"
        .formatted(i >>> 12, i & 0xfff, i * 2_654_435_761L & 0xffffffffL);
  }
}
