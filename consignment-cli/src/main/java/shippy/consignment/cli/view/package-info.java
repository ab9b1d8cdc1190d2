/**
 * Consignments, vessels and instances as tables and as JSON. Start at {@link
 * shippy.consignment.cli.view.ConsignmentView}.
 */
@NullMarked
package shippy.consignment.cli.view;

import org.jspecify.annotations.NullMarked;
