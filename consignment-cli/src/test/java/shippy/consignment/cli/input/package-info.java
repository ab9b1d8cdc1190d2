/** Feeds the reader what users and attackers write. */
@NullMarked
package shippy.consignment.cli.input;

import org.jspecify.annotations.NullMarked;
