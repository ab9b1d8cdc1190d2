@NullMarked
package shippy.telemetry;

import org.jspecify.annotations.NullMarked;
