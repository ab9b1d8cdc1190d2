/** Tests of {@link shippy.service}. */
@NullMarked
package shippy.service;

import org.jspecify.annotations.NullMarked;
