/** What single steps cost, by JMH; benchmarks of hidden classes lie in their packages. */
@NullMarked
package shippy.bench.micro;

import org.jspecify.annotations.NullMarked;
