/** Tests of rules that need no gateway to run. */
@NullMarked
package shippy.gateway.call;

import org.jspecify.annotations.NullMarked;
