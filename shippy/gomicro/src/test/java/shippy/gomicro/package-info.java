@NullMarked
package shippy.gomicro;

import org.jspecify.annotations.NullMarked;
