/** The config centre against real etcd processes. */
@NullMarked
package shippy.config.etcd;

import org.jspecify.annotations.NullMarked;
