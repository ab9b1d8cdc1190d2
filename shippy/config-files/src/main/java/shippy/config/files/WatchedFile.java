package shippy.config.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.config.ConfigFormat;

/** A file whose content is compared. Tells of a change when two looks agree. */
final class WatchedFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  /** More is no text of settings. */
  private static final int MAX_BYTES = 4 * ConfigFormat.MAX_CHARACTERS + 1;

  private static final Duration DEBOUNCE = Duration.ofMillis(200);

  /** For all files: reading may block, which the thread of the clock must not. */
  private static final ExecutorService LOOKS = DaemonThreads.single("shippy-config-files");

  private final Path file;
  private final Clock clock;
  private final Runnable changed;
  private final AtomicBoolean lookQueued = new AtomicBoolean();
  private @Nullable WatchService folder;
  private volatile boolean closed;

  /** Of the thread of looks only, as are the next two. Null: nothing yet. */
  private @Nullable String told;

  private @Nullable String seen;
  private boolean unsettled;

  WatchedFile(Path file, Clock clock, Runnable changed) {
    this.file = file.toAbsolutePath();
    this.clock = clock;
    this.changed = changed;
  }

  void start() {
    try {
      WatchService service = file.getFileSystem().newWatchService();
      folder = service;
      file.resolveSibling(".").register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
      DaemonThreads.named("shippy-config-watch").newThread(() -> follow(service)).start();
    } catch (IOException e) { // such as "User limit of inotify instances reached"
      LOG.info("{} is looked at each second: cannot watch its folder: {}", file, e.toString());
      closeFolder();
    }
    poll();
  }

  /** Ends too when the folder is deleted. */
  private void follow(WatchService service) {
    try {
      WatchKey key;
      do {
        key = service.take();
        key.pollEvents();
        queueLook();
      } while (key.reset());
    } catch (ClosedWatchServiceException e) {
      LOG.debug("{} is followed no more", file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll() {
    if (!closed) {
      queueLook();
      clock.schedule(POLL, this::poll);
    }
  }

  private void queueLook() {
    if (lookQueued.compareAndSet(false, true)) {
      LOOKS.execute(this::look);
    }
  }

  private void look() {
    lookQueued.set(false);
    if (!closed && !unsettled) {
      settle(content());
    }
  }

  /** Looks again a little later, as a writer may be in the middle of it. */
  private void settle(String now) {
    unsettled = !now.equals(told);
    if (unsettled) {
      seen = now;
      clock.schedule(DEBOUNCE, () -> LOOKS.execute(this::lookAgain));
    }
  }

  private void lookAgain() {
    String now = content();
    if (!now.equals(seen)) {
      settle(now);
      return;
    }
    unsettled = false;
    told = now;
    if (!closed) {
      tell();
    }
  }

  private void tell() {
    try {
      changed.run();
    } catch (RuntimeException e) {
      LOG.error("{}: its change has no effect", file, e);
    }
  }

  /** What it has now, or why it cannot be read. */
  private String content() {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return "no regular file"; // to open a pipe would block
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Idempotent. */
  @Override
  public void close() {
    closed = true;
    closeFolder();
  }

  private void closeFolder() {
    try {
      if (folder != null) {
        folder.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
