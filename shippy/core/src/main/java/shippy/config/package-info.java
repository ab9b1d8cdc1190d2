/**
 * One typed view of flags, environment, files, etcd and defaults that remembers where each value
 * came from. Start at {@link shippy.config.Config}, for programs that follow changes at {@link
 * shippy.config.LiveConfig}; the table of settings is {@link shippy.config.Settings}.
 */
@NullMarked
package shippy.config;

import org.jspecify.annotations.NullMarked;
