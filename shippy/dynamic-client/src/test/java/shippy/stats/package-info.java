@NullMarked
package shippy.stats;

import org.jspecify.annotations.NullMarked;
