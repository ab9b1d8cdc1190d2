/**
 * Calls to an etcd cluster through jetcd: connections, time limits, retries, logins, and why a call
 * failed. For the etcd registry alone; start at {@link shippy.registry.etcd.client.EtcdClient}.
 */
@NullMarked
package shippy.registry.etcd.client;

import org.jspecify.annotations.NullMarked;
