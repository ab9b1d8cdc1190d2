/**
 * Programs as child processes: started, read line by line, started again, stopped. Start at {@link
 * shippy.process.Supervisor}, which has the rules and knows processes only through a {@link
 * shippy.process.Launcher}.
 */
@NullMarked
package shippy.process;

import org.jspecify.annotations.NullMarked;
