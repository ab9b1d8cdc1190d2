/**
 * A real etcd for tests, of one or more processes: start at {@link
 * shippy.testkit.etcd.EtcdExtension}.
 */
@NullMarked
package shippy.testkit.etcd;

import org.jspecify.annotations.NullMarked;
