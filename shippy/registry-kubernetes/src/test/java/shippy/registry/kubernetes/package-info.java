/** Tests of the Kubernetes registry, on a real API server. */
@NullMarked
package shippy.registry.kubernetes;

import org.jspecify.annotations.NullMarked;
