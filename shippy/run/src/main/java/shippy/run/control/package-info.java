/**
 * The verbs that act on a run from another terminal: {@code logs}, {@code restart}, {@code scale},
 * {@code stop}. Start at {@link shippy.run.control.ControlClient}, which sends orders to the
 * gateway of the run.
 */
@NullMarked
package shippy.run.control;

import org.jspecify.annotations.NullMarked;
