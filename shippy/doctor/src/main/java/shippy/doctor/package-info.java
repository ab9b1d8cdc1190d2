/**
 * Finds what is wrong with a machine that shippy runs on, with one class for each check. Start at
 * {@link shippy.doctor.DoctorCommand}, which any program may take as a subcommand.
 */
@NullMarked
package shippy.doctor;

import org.jspecify.annotations.NullMarked;
