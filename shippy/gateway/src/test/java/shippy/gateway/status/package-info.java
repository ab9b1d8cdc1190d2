/** Tests of rules that need no gateway to run. */
@NullMarked
package shippy.gateway.status;

import org.jspecify.annotations.NullMarked;
