/** Tests of the export of traces, against receivers that read what was sent by themselves. */
@NullMarked
package shippy.telemetry.export.trace;

import org.jspecify.annotations.NullMarked;
