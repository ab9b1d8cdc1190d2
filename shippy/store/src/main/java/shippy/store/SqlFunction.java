package shippy.store;

import java.sql.SQLException;

/** What is done in one transaction. It may run more than once, so it has no other effects. */
@FunctionalInterface
public interface SqlFunction<T> {
  T in(Sql sql) throws SQLException;
}
