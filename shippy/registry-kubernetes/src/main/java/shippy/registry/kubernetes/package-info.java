/**
 * The Kubernetes registry: finds services by the EndpointSlices that readiness fills. Programs name
 * it by {@code --registry=kubernetes}.
 */
@NullMarked
package shippy.registry.kubernetes;

import org.jspecify.annotations.NullMarked;
