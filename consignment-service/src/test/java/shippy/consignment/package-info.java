/** Tests of {@link shippy.consignment}. */
@NullMarked
package shippy.consignment;

import org.jspecify.annotations.NullMarked;
