/** Tests of the policies, on a clock that stands still and with real services. */
@NullMarked
package shippy.governance.balancer;

import org.jspecify.annotations.NullMarked;
