/**
 * The only door to real time, scheduling and randomness; everything else takes a {@link
 * shippy.clock.Clock}. {@link shippy.clock.ManualClock} is the one for tests.
 */
@NullMarked
package shippy.clock;

import org.jspecify.annotations.NullMarked;
