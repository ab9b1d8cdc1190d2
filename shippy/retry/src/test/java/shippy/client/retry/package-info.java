@NullMarked
package shippy.client.retry;

import org.jspecify.annotations.NullMarked;
