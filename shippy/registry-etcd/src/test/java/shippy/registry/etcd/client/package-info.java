/** Tests of calls to etcd. */
@NullMarked
package shippy.registry.etcd.client;

import org.jspecify.annotations.NullMarked;
