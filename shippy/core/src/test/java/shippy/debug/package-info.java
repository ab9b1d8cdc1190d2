@NullMarked
package shippy.debug;

import org.jspecify.annotations.NullMarked;
