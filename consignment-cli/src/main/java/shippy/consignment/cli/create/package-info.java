/**
 * Creates the consignments of files, one or many, and tells what became of each. Start at {@link
 * shippy.consignment.cli.create.Creation}.
 */
@NullMarked
package shippy.consignment.cli.create;

import org.jspecify.annotations.NullMarked;
