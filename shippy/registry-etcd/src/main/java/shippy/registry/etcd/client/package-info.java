/**
 * Calls to an etcd cluster through jetcd: connections, time limits, retries, logins, and why a call
 * failed. For the etcd registry and the config centre alone; start at {@link
 * shippy.registry.etcd.client.EtcdClient}.
 */
@NullMarked
package shippy.registry.etcd.client;

import org.jspecify.annotations.NullMarked;
