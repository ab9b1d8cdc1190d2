/** The registry in memory keeps the contract. */
@NullMarked
package shippy.testkit.registry;

import org.jspecify.annotations.NullMarked;
