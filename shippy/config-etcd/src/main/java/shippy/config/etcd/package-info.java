/**
 * The config centre: settings in keys of etcd. Programs follow one by {@code --config=etcd:///KEY}.
 */
@NullMarked
package shippy.config.etcd;

import org.jspecify.annotations.NullMarked;
