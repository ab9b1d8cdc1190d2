/**
 * A real API server of Kubernetes for tests, without kubelet, and what a kubelet mounts: start at
 * {@link shippy.testkit.kubernetes.ApiServer}.
 */
@NullMarked
package shippy.testkit.kubernetes;

import org.jspecify.annotations.NullMarked;
