/**
 * Keys and values in etcd as go-micro and three other frameworks write them. For the etcd registry
 * alone; start at {@link shippy.registry.etcd.format.KeyLayout}.
 */
@NullMarked
package shippy.registry.etcd.format;

import org.jspecify.annotations.NullMarked;
