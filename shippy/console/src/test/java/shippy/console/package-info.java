/** Runs a small program in process and looks at what it printed. */
@NullMarked
package shippy.console;

import org.jspecify.annotations.NullMarked;
