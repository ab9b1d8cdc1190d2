/**
 * From an HTTP request to a call of a service: which method a path means, JSON in and out, and
 * plain forwarding. Start at {@link shippy.gateway.call.CallForwarder}.
 */
@NullMarked
package shippy.gateway.call;

import org.jspecify.annotations.NullMarked;
