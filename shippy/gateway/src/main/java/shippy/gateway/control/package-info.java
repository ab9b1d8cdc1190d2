/**
 * What {@code shippy run} lets others do to the instances that it started. The run implements
 * {@link shippy.gateway.control.InstanceControl}; the gateway serves it at {@code /control}.
 */
@NullMarked
package shippy.gateway.control;

import org.jspecify.annotations.NullMarked;
