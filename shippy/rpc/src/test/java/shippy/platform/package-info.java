@NullMarked
package shippy.platform;

import org.jspecify.annotations.NullMarked;
