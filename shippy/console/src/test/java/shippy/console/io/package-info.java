@NullMarked
package shippy.console.io;

import org.jspecify.annotations.NullMarked;
