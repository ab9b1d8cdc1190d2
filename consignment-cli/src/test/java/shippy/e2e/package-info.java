/**
 * The programs as users run them: real jars, real processes, real registries. Run by {@code mvn
 * verify} after the jars are packed; start at {@link shippy.e2e.Sandbox}.
 */
@NullMarked
package shippy.e2e;

import org.jspecify.annotations.NullMarked;
