/**
 * Pairs of services that the benchmark starts as whole processes. {@link shippy.bench.peer.Peers}
 * lists them.
 */
@NullMarked
package shippy.bench.peer;

import org.jspecify.annotations.NullMarked;
