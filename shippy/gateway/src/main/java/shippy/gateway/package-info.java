/**
 * The services over HTTP: micro's paths, calls with JSON, what runs, and the page that shows it.
 * Used by {@code shippy api} and {@code shippy run}; start at {@link shippy.gateway.Gateway}.
 */
@NullMarked
package shippy.gateway;

import org.jspecify.annotations.NullMarked;
