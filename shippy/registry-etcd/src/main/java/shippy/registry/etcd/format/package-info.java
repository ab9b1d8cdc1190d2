/**
 * go-micro's keys and JSON in etcd, read and written. For the etcd registry alone; start at {@link
 * shippy.registry.etcd.format.NodeCodec}.
 */
@NullMarked
package shippy.registry.etcd.format;

import org.jspecify.annotations.NullMarked;
