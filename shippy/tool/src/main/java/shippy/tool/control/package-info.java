/**
 * The verbs that act on a run from another terminal: {@code logs}, {@code restart}, {@code scale},
 * {@code stop}. Start at {@link shippy.tool.control.ControlClient}, which sends orders to the
 * gateway of the run.
 */
@NullMarked
package shippy.tool.control;

import org.jspecify.annotations.NullMarked;
