/**
 * Settings in YAML, TOML and JSON, and files that are followed while a program runs. {@code
 * shippy.config} finds them on the class path; nothing else uses this package.
 */
@NullMarked
package shippy.config.files;

import org.jspecify.annotations.NullMarked;
