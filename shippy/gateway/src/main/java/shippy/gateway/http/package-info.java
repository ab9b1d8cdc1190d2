/**
 * The HTTP side: connections, limits, which requests are let in, requests and answers. Start at
 * {@link shippy.gateway.http.HttpServer}, then {@link shippy.gateway.http.HttpExchange}.
 */
@NullMarked
package shippy.gateway.http;

import org.jspecify.annotations.NullMarked;
