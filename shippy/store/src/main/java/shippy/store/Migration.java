package shippy.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import shippy.problem.BackendException;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** Migrates the tables to the version of a schema in one transaction, forwards only. */
final class Migration {
  private static final String NEW_TABLE =
      "CREATE TABLE IF NOT EXISTS shippy_schema (name {id} PRIMARY KEY, version INTEGER NOT NULL)";

  private final Store store;
  private final Database database;
  private final Schema schema;

  Migration(Store store, Database database, Schema schema) {
    this.store = store;
    this.database = database;
    this.schema = schema;
  }

  void run() {
    try {
      if (found() < schema.version()) {
        store.write(this::migrate);
      }
    } catch (BackendException e) {
      throw e.getCause() instanceof SQLException cause ? database.startFailure(cause) : e;
    }
  }

  /** The version of the database. One that is up to date is only read. */
  private int found() {
    int found = store.read(sql -> exists(sql) ? version(sql).orElse(0) : 0);
    if (found > schema.version()) {
      throw newer(found);
    }
    return found;
  }

  private boolean exists(Sql sql) throws SQLException {
    return sql.first(database.tableQuery(), row -> row.getInt(1), "shippy_schema").orElse(0) > 0;
  }

  private Optional<Integer> version(Sql sql) throws SQLException {
    return sql.first(
        "SELECT version FROM shippy_schema WHERE name = ?", row -> row.getInt(1), schema.name());
  }

  /** If several processes start at once, one gets the row's lock; the others find it done. */
  private boolean migrate(Sql sql) throws SQLException {
    sql.update(database.ddl(NEW_TABLE));
    sql.update(
        "INSERT INTO shippy_schema (name, version) VALUES (?, 0) ON CONFLICT DO NOTHING",
        schema.name());
    sql.update("UPDATE shippy_schema SET version = version WHERE name = ?", schema.name());
    int found = version(sql).orElse(0);
    if (found >= schema.version()) {
      return false;
    }
    for (List<String> step : schema.steps().subList(found, schema.version())) {
      for (String statement : step) {
        sql.update(database.ddl(statement));
      }
    }
    return sql.update(
            "UPDATE shippy_schema SET version = ? WHERE name = ?", schema.version(), schema.name())
        == 1;
  }

  private RuntimeException newer(int found) {
    return Problem.of(
            ExitCode.CONFIG,
            "store %s: schema %s has version %d (expected: at most %d)"
                .formatted(database.location(), schema.name(), found, schema.version()))
        .withLikely("a newer version of this program has used it; nothing was changed")
        .withFix("update this program", "schemas go forwards only")
        .withFix("--store=sqlite:OTHER.db", "begin with an empty store")
        .toException();
  }
}
