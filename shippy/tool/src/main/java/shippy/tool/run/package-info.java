/**
 * The verb {@code run}: services and gateway of a sandbox. Start at {@link
 * shippy.tool.run.SandboxRun}.
 */
@NullMarked
package shippy.tool.run;

import org.jspecify.annotations.NullMarked;
