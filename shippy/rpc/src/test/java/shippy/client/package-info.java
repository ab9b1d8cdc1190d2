@NullMarked
package shippy.client;

import org.jspecify.annotations.NullMarked;
