/**
 * What runs and how it is: asked of all instances, and told to the page and to load balancers.
 * Start at {@link shippy.gateway.status.StatusCollector}.
 */
@NullMarked
package shippy.gateway.status;

import org.jspecify.annotations.NullMarked;
