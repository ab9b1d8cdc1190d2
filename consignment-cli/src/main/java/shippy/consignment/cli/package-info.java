/**
 * The consignment command line: one class per command. Start at {@link
 * shippy.consignment.cli.CliMain}; reading files is in {@code input}.
 */
@NullMarked
package shippy.consignment.cli;

import org.jspecify.annotations.NullMarked;
