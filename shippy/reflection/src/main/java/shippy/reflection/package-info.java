/**
 * What reflection tells beyond what gRPC knows: the comments of proto files. Found on the class
 * path; start at {@link shippy.reflection.ProtoFileComments}.
 */
@NullMarked
package shippy.reflection;

import org.jspecify.annotations.NullMarked;
