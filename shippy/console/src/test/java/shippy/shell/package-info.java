@NullMarked
package shippy.shell;

import org.jspecify.annotations.NullMarked;
