/**
 * What every registry promises, as tests that each back end inherits from {@link
 * shippy.testkit.registry.RegistryContract}, and registries and listeners for tests.
 */
@NullMarked
package shippy.testkit.registry;

import org.jspecify.annotations.NullMarked;
