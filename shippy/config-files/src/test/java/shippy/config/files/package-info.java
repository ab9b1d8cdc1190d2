/** Tests of the formats and of the watcher, with real files. */
@NullMarked
package shippy.config.files;

import org.jspecify.annotations.NullMarked;
