/** The etcd registry against real etcd processes; the codec against bytes. */
@NullMarked
package shippy.registry.etcd;

import org.jspecify.annotations.NullMarked;
