package shippy.config.files;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import shippy.clock.Clock;
import shippy.config.FileWatcher;
import shippy.testkit.SystemCommand;
import shippy.testkit.kubernetes.MountedConfigMap;

/** On real files. Alone, as it counts threads and open files of the process. */
@Isolated
class FileWatcherTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  @TempDir Path folder;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private Path file;
  private AutoCloseable watch = () -> {};

  @BeforeEach
  void write_file() throws IOException {
    file = Files.writeString(folder.resolve("shippy.yaml"), "first");
  }

  @AfterEach
  void close() throws Exception {
    watch.close();
  }

  @Test
  void change_before_the_first_look_is_seen_and_each_after_it() throws IOException {
    watch(file);
    expect("first");
    Files.writeString(file, "second");
    expect("second");
    Files.writeString(file, "");
    expect("");
    assertThat(seen).containsExactly("first", "second", "");
  }

  @Test
  void each_swap_of_a_config_map_is_seen_and_no_file_stays_open() throws IOException {
    MountedConfigMap map = new MountedConfigMap(folder, "mounted.yaml", "0");
    watch(map.file());
    expect("0");
    long before = openFiles();
    Duration longest = Duration.ZERO;
    for (int i = 1; i <= 100; i++) {
      String text = "version " + i;
      Supplier<Duration> waited = Clock.system().stopwatch();
      map.swap(text);
      expect(text);
      longest = waited.get().compareTo(longest) > 0 ? waited.get() : longest;
    }
    System.out.printf(
        Locale.ROOT, "figure: 100 swaps, each seen within %d ms%n", longest.toMillis());
    assertThat(openFiles()).isLessThanOrEqualTo(before);
    assertThat(seen).hasSize(101);
  }

  @Test
  void file_that_is_replaced_or_deleted_and_made_again_is_followed() throws IOException {
    watch(file);
    expect("first");
    Path copy = Files.writeString(folder.resolve(".shippy.yaml.swp"), "of an editor");
    Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    expect("of an editor");
    Files.delete(file);
    expect("gone");
    Files.writeString(file, "again");
    expect("again");
  }

  @Test
  void folder_that_is_deleted_and_made_again_is_followed() throws IOException {
    Path deep = Files.createDirectory(folder.resolve("deep")).resolve("x.yaml");
    Files.writeString(deep, "there");
    watch(deep);
    expect("there");
    Files.delete(deep);
    Files.delete(deep.getParent());
    expect("gone");
    Files.createDirectory(deep.getParent());
    Files.writeString(deep, "back");
    expect("back");
  }

  /** No event comes from the folder that is watched, as with NFS, {@code subPath} and limits. */
  @Test
  void change_that_causes_no_event_is_seen() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("x.yaml");
    Files.writeString(elsewhere, "one");
    Path link = Files.createDirectory(folder.resolve("here")).resolve("x.yaml");
    watch(Files.createSymbolicLink(link, elsewhere));
    expect("one");
    Files.writeString(elsewhere, "two");
    expect("two");
  }

  @Test
  void folder_that_cannot_be_watched_is_polled() throws IOException {
    Path missing = folder.resolve("later/x.yaml");
    watch(missing);
    expect("gone");
    assertThat(inotify()).isZero();
    Files.createDirectory(missing.getParent());
    Files.writeString(missing, "there");
    expect("there");
  }

  @Test
  void writer_in_the_middle_is_not_heard() {
    watch(file);
    expect("first");
    AtomicInteger writes = new AtomicInteger();
    throughout(
        Duration.ofSeconds(1), () -> Files.writeString(file, "write " + writes.incrementAndGet()));
    expect("write " + writes);
    assertThat(seen).hasSizeLessThan(2 + writes.get() / 4);
  }

  @Test
  void failure_of_the_listener_does_not_end_it() throws Exception {
    watch =
        watcher()
            .watch(
                file,
                Clock.system(),
                () -> {
                  seen.add(text(file));
                  throw new IllegalStateException("on purpose");
                });
    expect("first");
    Files.writeString(file, "second");
    expect("second");
  }

  @Test
  void close_ends_its_threads_and_closes_its_files() throws Exception {
    watch(file);
    expect("first");
    assertThat(inotify()).isEqualTo(1);
    watch.close();
    watch.close();
    Files.writeString(file, "second");
    throughout(LIMIT, () -> assertThat(seen).containsExactly("first"));
    assertThat(inotify()).isZero();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("shippy-config-watch");
  }

  @Test
  void pipe_is_read_by_nobody_else() throws Exception {
    Path pipe = folder.resolve("pipe.yaml");
    SystemCommand.run(List.of("mkfifo", pipe.toString()));
    watch(pipe);
    throughout(Duration.ofSeconds(1), () -> assertThat(seen).isEmpty());
    assertThat(inotify()).isZero();
  }

  private static FileWatcher watcher() {
    return FileWatcher.find().orElseThrow();
  }

  private void watch(Path path) {
    watch = watcher().watch(path, Clock.system(), () -> seen.add(text(path)));
  }

  private void expect(String text) {
    eventually(LIMIT, () -> assertThat(seen).last().isEqualTo(text));
  }

  private static String text(Path path) {
    try {
      return Files.exists(path) ? Files.readString(path) : "gone";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static long inotify() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(Files::isSymbolicLink)
          .filter(fd -> target(fd).contains("inotify"))
          .count();
    }
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }
}
