/**
 * What the gateway costs beside a direct call, and what its watchers cost. Start at {@link
 * shippy.bench.http.GatewaySection}.
 */
@NullMarked
package shippy.bench.http;

import org.jspecify.annotations.NullMarked;
