/**
 * The consignment service: accepts consignments and reserves capacity of a vessel for each. {@link
 * shippy.consignment.ConsignmentMain} is the program, {@code Saga} the protocol between its store
 * and the vessel service.
 */
@NullMarked
package shippy.consignment;

import org.jspecify.annotations.NullMarked;
