@NullMarked
package shippy.logging.fluentd;

import org.jspecify.annotations.NullMarked;
