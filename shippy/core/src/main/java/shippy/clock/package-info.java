/**
 * The only code that uses real time, scheduling and randomness; all other code takes a {@link
 * shippy.clock.Clock}. {@link shippy.clock.ManualClock} is the one for tests.
 */
@NullMarked
package shippy.clock;

import org.jspecify.annotations.NullMarked;
