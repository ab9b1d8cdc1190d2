/**
 * Where a service keeps its data: SQLite in a file by default, PostgreSQL by URL. {@link
 * shippy.store.Store} is the way in; a service brings its {@link shippy.store.Schema}.
 */
@NullMarked
package shippy.store;

import org.jspecify.annotations.NullMarked;
