package shippy.store;

import java.sql.SQLException;
import java.util.List;

/**
 * Does the same for several callers with few statements. It runs in the transaction of its batch,
 * perhaps more than once, so it must have no other effects. Requests are found to be of one kind by
 * the identity of this object: keep it in a constant.
 */
@FunctionalInterface
public interface SqlBatchFunction<Q, A> {
  /** The answers, in the order of the requests. What it throws undoes the work for all of them. */
  List<A> in(Sql sql, List<Q> requests) throws SQLException;
}
