package shippy.store;

import java.sql.SQLException;

/**
 * What is done in one transaction. It may be done again if the database asks for that, so it has no
 * other effects.
 */
@FunctionalInterface
public interface SqlFunction<T> {
  T in(Sql sql) throws SQLException;
}
