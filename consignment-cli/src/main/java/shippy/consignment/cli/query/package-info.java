/**
 * Sorts, filters and limits rows by the fields of their messages. Start at {@link
 * shippy.consignment.cli.query.RowOptions}.
 */
@NullMarked
package shippy.consignment.cli.query;

import org.jspecify.annotations.NullMarked;
