/**
 * The project of a new service: {@link shippy.scaffold.ProjectOptions} says what is wanted, {@link
 * shippy.scaffold.ProjectTemplates} makes its files, {@link shippy.scaffold.ProjectFolder} writes
 * them.
 */
@NullMarked
package shippy.scaffold;

import org.jspecify.annotations.NullMarked;
