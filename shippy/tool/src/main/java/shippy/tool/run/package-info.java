/**
 * The verb {@code run}: services and gateway of a sandbox. Start at {@link shippy.tool.run.Run}.
 */
@NullMarked
package shippy.tool.run;

import org.jspecify.annotations.NullMarked;
