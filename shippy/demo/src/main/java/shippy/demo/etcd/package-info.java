/** The etcd members that the demo starts, kills and asks. Start at {@code EtcdCluster}. */
@NullMarked
package shippy.demo.etcd;

import org.jspecify.annotations.NullMarked;
