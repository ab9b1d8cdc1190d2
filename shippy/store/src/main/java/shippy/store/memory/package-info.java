/** Rows packed into byte arrays, for a repository in memory. Start with {@code PackedRows}. */
@NullMarked
package shippy.store.memory;

import org.jspecify.annotations.NullMarked;
