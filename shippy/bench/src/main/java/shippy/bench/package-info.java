/** The programs of the benchmark. Start at {@link shippy.bench.Bench}, which lists the sections. */
@NullMarked
package shippy.bench;

import org.jspecify.annotations.NullMarked;
