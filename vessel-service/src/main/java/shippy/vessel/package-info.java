/**
 * The vessel service: the fleet and who holds how much of it. {@link shippy.vessel.VesselMain} is
 * the program; {@code VesselRepository} is the contract of its store.
 */
@NullMarked
package shippy.vessel;

import org.jspecify.annotations.NullMarked;
