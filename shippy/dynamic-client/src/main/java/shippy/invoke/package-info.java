/**
 * Calls of any service by name with JSON, without stubs: the schema comes from the service's own
 * reflection. Used by the verbs and by the gateway; start at {@link shippy.invoke.Invoker}.
 */
@NullMarked
package shippy.invoke;

import org.jspecify.annotations.NullMarked;
