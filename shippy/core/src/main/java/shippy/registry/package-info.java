/**
 * Where services find each other: the SPI that back ends implement, its records, and the in-memory
 * registry. Start at {@link shippy.registry.Registry}; back ends are found by {@link
 * java.util.ServiceLoader}.
 */
@NullMarked
package shippy.registry;

import org.jspecify.annotations.NullMarked;
