@NullMarked
package shippy.shell.terminal;

import org.jspecify.annotations.NullMarked;
