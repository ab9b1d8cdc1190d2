/**
 * The verb {@code run}: services and gateway of a sandbox. Start at {@link shippy.run.SandboxRun}.
 */
@NullMarked
package shippy.run;

import org.jspecify.annotations.NullMarked;
