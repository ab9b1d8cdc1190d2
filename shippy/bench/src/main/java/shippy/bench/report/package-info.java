/**
 * What the benchmark tells: rows of a {@link shippy.bench.report.Report}, which each {@link
 * shippy.bench.report.Section} adds.
 */
@NullMarked
package shippy.bench.report;

import org.jspecify.annotations.NullMarked;
