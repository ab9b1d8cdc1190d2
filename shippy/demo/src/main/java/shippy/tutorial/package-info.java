/**
 * The steps of {@code shippy tutorial}: starts real programs in a temporary folder, explains and
 * ends them. Start at {@link shippy.tutorial.Tutorial}.
 */
@NullMarked
package shippy.tutorial;

import org.jspecify.annotations.NullMarked;
