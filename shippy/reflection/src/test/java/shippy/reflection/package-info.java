@NullMarked
package shippy.reflection;

import org.jspecify.annotations.NullMarked;
