/**
 * Turns untrusted text into consignments, or into errors that point at the place. Start at {@link
 * shippy.consignment.cli.input.Inputs}.
 */
@NullMarked
package shippy.consignment.cli.input;

import org.jspecify.annotations.NullMarked;
