/** Tests of what stands in etcd. */
@NullMarked
package shippy.registry.etcd.format;

import org.jspecify.annotations.NullMarked;
