/**
 * Verbs that show what a registry holds: {@code list}, {@code get}, {@code registry}, {@code
 * watch}.
 */
@NullMarked
package shippy.tool.registry;

import org.jspecify.annotations.NullMarked;
