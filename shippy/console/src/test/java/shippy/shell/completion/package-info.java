@NullMarked
package shippy.shell.completion;

import org.jspecify.annotations.NullMarked;
