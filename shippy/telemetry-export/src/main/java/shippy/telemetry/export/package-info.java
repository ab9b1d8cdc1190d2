/**
 * Exports what a process knows of its calls. A program takes this module at runtime scope; nothing
 * of it is loaded without a flag that asks for it.
 */
@NullMarked
package shippy.telemetry.export;

import org.jspecify.annotations.NullMarked;
