/** Tests of the etcd for tests. */
@NullMarked
package shippy.testkit.etcd;

import org.jspecify.annotations.NullMarked;
