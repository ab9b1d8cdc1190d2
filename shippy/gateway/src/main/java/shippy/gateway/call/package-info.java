/**
 * Turns HTTP requests into calls of services: finds the method for a path, translates JSON, or
 * forwards plain HTTP. Start at {@link shippy.gateway.call.CallForwarder}.
 */
@NullMarked
package shippy.gateway.call;

import org.jspecify.annotations.NullMarked;
