@NullMarked
package shippy.invoke;

import org.jspecify.annotations.NullMarked;
