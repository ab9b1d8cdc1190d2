/** Policies among the instances of a service; gRPC finds their providers by name. */
@NullMarked
package shippy.governance.balancer;

import org.jspecify.annotations.NullMarked;
