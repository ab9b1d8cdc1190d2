/**
 * Registrations and watches against a registry that fails in every way, over a manual clock: the
 * same seed is the same run. Start at {@link shippy.simulation.SimulationTest}.
 */
@NullMarked
package shippy.simulation;

import org.jspecify.annotations.NullMarked;
