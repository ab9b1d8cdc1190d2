package shippy.store;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;

/** What the pools of both databases have in common. */
final class Pools {
  /** How long SQLite waits for a write of another thread or process to end. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private Pools() {}

  static HikariConfig of(String name, int size, int ready) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(ready);
    pool.setInitializationFailTimeout(-1); // whether it can be reached is known before
    pool.setConnectionTimeout(PATIENCE.toMillis());
    return pool;
  }
}
