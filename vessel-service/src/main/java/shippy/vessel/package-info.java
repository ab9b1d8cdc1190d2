/**
 * The vessel service: the fleet and its reservations. {@link shippy.vessel.VesselMain} is the
 * program; {@code VesselRepository} is the contract of its store.
 */
@NullMarked
package shippy.vessel;

import org.jspecify.annotations.NullMarked;
