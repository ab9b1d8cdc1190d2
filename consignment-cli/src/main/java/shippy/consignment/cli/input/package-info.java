/**
 * Turns untrusted text into a consignment, or into an error that points at the place. Start at
 * {@link shippy.consignment.cli.input.ConsignmentReader}.
 */
@NullMarked
package shippy.consignment.cli.input;

import org.jspecify.annotations.NullMarked;
