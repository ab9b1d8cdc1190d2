/**
 * The runtime under a service: bind, start, register, watch over the registration, drain. Start at
 * {@link shippy.service.Service}; knows nothing of the client side.
 */
@NullMarked
package shippy.service;

import org.jspecify.annotations.NullMarked;
