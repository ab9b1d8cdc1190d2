@NullMarked
package shippy.console.output;

import org.jspecify.annotations.NullMarked;
