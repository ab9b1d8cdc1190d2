/** Makes the files to run services in containers and on Kubernetes, from templates. */
@NullMarked
package shippy.deploy;

import org.jspecify.annotations.NullMarked;
