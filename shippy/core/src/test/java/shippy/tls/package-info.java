/** Tests of {@link shippy.tls}. */
@NullMarked
package shippy.tls;

import org.jspecify.annotations.NullMarked;
