/**
 * The multi-node demo: real etcd members and services, steady load, faults in turn, and the proof
 * that no request was lost. Start at {@link shippy.demo.Demo}; the order of events is {@code
 * DemoScript}.
 */
@NullMarked
package shippy.demo;

import org.jspecify.annotations.NullMarked;
