/** Tests of the store against real SQLite files and a real PostgreSQL. */
@NullMarked
package shippy.store.memory;

import org.jspecify.annotations.NullMarked;
