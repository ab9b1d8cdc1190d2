/**
 * The etcd registry: go-micro's keys and JSON, so that Go and Java services find each other.
 * Programs name it by {@code --registry=etcd}; start at {@link shippy.registry.etcd.EtcdRegistry}.
 */
@NullMarked
package shippy.registry.etcd;

import org.jspecify.annotations.NullMarked;
