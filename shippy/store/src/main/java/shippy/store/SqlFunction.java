package shippy.store;

import java.sql.SQLException;

/** The work of one transaction. It may run more than once, so it must have no other effects. */
@FunctionalInterface
public interface SqlFunction<T> {
  T in(Sql sql) throws SQLException;
}
