/** Tests of the gateway, over real HTTP and real gRPC on loopback. */
@NullMarked
package shippy.gateway;

import org.jspecify.annotations.NullMarked;
