/**
 * Calls to services by name: resolving, balancing, deadlines and retries. Start at {@link
 * shippy.client.Client}; knows nothing of the server side.
 */
@NullMarked
package shippy.client;

import org.jspecify.annotations.NullMarked;
