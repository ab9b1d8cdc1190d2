/** Runs the program in process against a service on a real socket. */
@NullMarked
package shippy.consignment.cli;

import org.jspecify.annotations.NullMarked;
