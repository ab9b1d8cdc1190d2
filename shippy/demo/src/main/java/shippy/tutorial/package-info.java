/**
 * The guided tour of {@code shippy tutorial}: real programs in a throw-away folder, started,
 * explained and ended. Start at {@link shippy.tutorial.Tutorial}.
 */
@NullMarked
package shippy.tutorial;

import org.jspecify.annotations.NullMarked;
