package shippy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import shippy.problem.BackendException;
import shippy.testkit.Concurrently;

/** What every {@link Store} does with work that waits. */
abstract class GroupCommitContract {
  private static final SqlBatchFunction<String, Integer> PUT_ALL =
      (sql, ids) -> {
        int[] put =
            sql.updateAll(
                "INSERT INTO item (id, amount) VALUES (?, ?)",
                ids.stream().map(id -> List.of(id, ids.size())).toList());
        List<Integer> sizes = new ArrayList<>();
        for (int changed : put) {
          sizes.add(changed * ids.size());
        }
        return sizes;
      };

  private final CountDownLatch gate = new CountDownLatch(1);

  abstract Store open(Schema schema);

  @Test
  void work_that_waits_is_one_transaction_and_work_of_one_kind_is_done_at_once() {
    Store store = open(StoreContract.V1);
    CompletableFuture<String> first = hold(store);
    long before = store.commits();
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      waiting.add(put(store, "a%02d".formatted(i)));
      String id = "b%02d".formatted(i);
      waiting.add(
          store.submit(sql -> sql.update("INSERT INTO item (id, amount) VALUES (?, 40)", id) * 40));
    }
    gate.countDown();
    assertThat(waiting).allSatisfy(one -> assertThat(one.join()).isEqualTo(40));
    assertThat(first.join()).isEqualTo("on");
    assertThat(store.commits() - before).as("the one that held, and all others").isEqualTo(2);
    assertThat(StoreContract.ids(store)).hasSize(80);
  }

  @Test
  void one_that_fails_takes_nothing_with_it() {
    Store store = open(StoreContract.V1);
    StoreContract.put(store, "a13", 0);
    CompletableFuture<String> first = hold(store);
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiting.add(put(store, "a%02d".formatted(i)));
    }
    gate.countDown();
    for (int i = 0; i < 20; i++) {
      CompletableFuture<Integer> one = waiting.get(i);
      if (i == 13) {
        assertThatThrownBy(one::join).hasCauseInstanceOf(BackendException.class);
      } else {
        assertThat(one.join()).isPositive();
      }
    }
    assertThat(first).isCompleted();
    assertThat(StoreContract.ids(store)).hasSize(20);
    assertThat(StoreContract.amount(store, "a13")).contains(0L);
  }

  @Test
  void work_that_nobody_waits_for_is_not_done() {
    Store store = open(StoreContract.V1);
    CompletableFuture<String> first = hold(store);
    CompletableFuture<Integer> abandoned = store.submit(PUT_ALL, "left", () -> true);
    gate.countDown();
    assertThatThrownBy(abandoned::join)
        .hasRootCauseMessage("store: the caller left before the work began");
    assertThat(first).isCompleted();
    assertThat(StoreContract.ids(store)).isEmpty();
  }

  @Test
  void work_beyond_the_queue_is_refused_at_once() {
    Store store = open(StoreContract.V1);
    CompletableFuture<String> first = hold(store);
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      waiting.add(put(store, "a%03d".formatted(i)));
    }
    assertThatThrownBy(put(store, "one more")::join)
        .cause()
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.kind()).isEqualTo(BackendException.Kind.BUSY))
        .hasMessage("store: 1000 requests waiting (expected: fewer; try again later)");
    gate.countDown();
    assertThat(first.join()).isEqualTo("on");
    assertThat(waiting).allSatisfy(one -> assertThat(one.join()).isPositive());
  }

  @Test
  void write_on_the_thread_of_the_store_is_refused_instead_of_waiting_for_itself() {
    Store store = open(StoreContract.V1);
    CompletableFuture<String> first = hold(store);
    CompletableFuture<Integer> nested =
        first.thenApply(on -> store.write(sql -> sql.update("DELETE FROM item")));
    gate.countDown();
    assertThatThrownBy(nested::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage(
            "store: write on the thread of the store (expected: submit, or another thread)");
  }

  @Test
  void text_may_be_used_again_while_its_rows_are_read() {
    Store store = open(StoreContract.V1);
    for (int i = 0; i < 3; i++) {
      StoreContract.put(store, "a" + i, i);
    }
    AtomicInteger rows = new AtomicInteger();
    String all = "SELECT id FROM item ORDER BY id";
    store.write(
        sql ->
            sql.list(
                all, outer -> rows.addAndGet(sql.list(all, inner -> inner.getString(1)).size())));
    assertThat(rows).hasValue(9);
  }

  @Test
  void closed_store_refuses() {
    Store store = open(StoreContract.V1);
    store.close();
    assertThatThrownBy(() -> StoreContract.put(store, "a", 1))
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> assertThat(e.kind()).isEqualTo(BackendException.Kind.UNAVAILABLE))
        .hasMessage("store: stopping");
  }

  @Test
  void close_is_idempotent() {
    Store store = open(StoreContract.V1);
    store.close();
    store.close();
  }

  private static CompletableFuture<Integer> put(Store store, String id) {
    return store.submit(PUT_ALL, id, () -> false);
  }

  /** Keeps the thread of the store until the gate opens. */
  private CompletableFuture<String> hold(Store store) {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> held =
        store.submit(
            sql -> {
              begun.countDown();
              Concurrently.await(gate);
              return "on";
            });
    Concurrently.await(begun);
    return held;
  }
}
