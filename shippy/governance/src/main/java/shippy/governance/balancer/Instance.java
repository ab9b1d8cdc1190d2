package shippy.governance.balancer;

import io.grpc.LoadBalancer.SubchannelPicker;

/**
 * An instance that calls can go to.
 *
 * @param load what is known of it; outlives the connection
 * @param connection gives its connection, or the reason why there is none
 */
record Instance(InstanceLoad load, SubchannelPicker connection) {}
