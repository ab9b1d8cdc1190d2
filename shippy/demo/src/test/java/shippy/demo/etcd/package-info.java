/** Tests of {@link shippy.demo.etcd}. */
@NullMarked
package shippy.demo.etcd;

import org.jspecify.annotations.NullMarked;
