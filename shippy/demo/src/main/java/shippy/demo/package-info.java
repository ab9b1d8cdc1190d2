/**
 * The multi-node demo: real etcd members and services, steady load, faults one after the other, and
 * the proof that no request was lost. Start at {@link shippy.demo.Demo}; {@code DemoScript} has the
 * steps.
 */
@NullMarked
package shippy.demo;

import org.jspecify.annotations.NullMarked;
