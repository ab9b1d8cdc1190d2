/**
 * The consignment service: takes consignments and gets each a place on a vessel. {@link
 * shippy.consignment.ConsignmentMain} is the program, {@code Saga} the protocol between its store
 * and the vessel service.
 */
@NullMarked
package shippy.consignment;

import org.jspecify.annotations.NullMarked;
