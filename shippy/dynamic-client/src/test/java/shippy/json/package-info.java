@NullMarked
package shippy.json;

import org.jspecify.annotations.NullMarked;
