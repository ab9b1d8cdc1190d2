package shippy.config.etcd;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.config.Config;
import shippy.config.DataDirectory;
import shippy.config.etcd.ConfigCentre.Entry;

/**
 * The last good version of keys, for a start while etcd is away: a file in the data directory that
 * only its user can read. Programs that share it replace it as a whole. Safe for any thread.
 */
final class CachedCopy {
  private static final Logger LOG = LoggerFactory.getLogger(CachedCopy.class);

  private final ConfigKey key;
  private final Path file;

  private CachedCopy(ConfigKey key, Path file) {
    this.key = key;
    this.file = file;
  }

  /** Empty if there is no data directory, because the user has no home. */
  static Optional<CachedCopy> of(ConfigKey key, Config config) {
    String name = URLEncoder.encode(key.text(), StandardCharsets.UTF_8) + ".copy";
    return DataDirectory.find(config)
        .map(folder -> new CachedCopy(key, folder.resolve("config").resolve(name)));
  }

  /** Empty if there is none that can be read. */
  Optional<List<Entry>> read() {
    try {
      Properties copy = load();
      List<Entry> entries =
          copy.stringPropertyNames().stream()
              .filter(key::holds)
              .sorted()
              .map(name -> entry(name, copy.getProperty(name)))
              .toList();
      return entries.isEmpty() ? Optional.empty() : Optional.of(entries);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("Configuration: cannot read the copy {}: {}", file, e.toString());
      return Optional.empty();
    } catch (IllegalArgumentException e) { // whose text may be a secret
      LOG.warn("Configuration: the copy {} is damaged", file);
      return Optional.empty();
    }
  }

  private Properties load() throws IOException {
    Properties copy = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      copy.load(text);
    }
    return copy;
  }

  private static Entry entry(String key, String value) {
    int end = value.indexOf(' ');
    if (end < 0) {
      throw new IllegalArgumentException("no revision");
    }
    return new Entry(key, value.substring(end + 1), Long.parseLong(value.substring(0, end)), 0, 0);
  }

  /** Does nothing if the file has these already, as after most starts. */
  void write(List<Entry> entries) {
    Properties copy = new Properties();
    entries.forEach(entry -> copy.setProperty(entry.key(), entry.revision() + " " + entry.text()));
    if (has(copy)) {
      return;
    }
    try {
      StringWriter text = new StringWriter();
      copy.store(text, "The last good settings: revision and text of each key");
      Files.createDirectories(file.getParent());
      Path fresh = Files.createTempFile(file.getParent(), ".", ""); // mode 0600
      Files.writeString(fresh, text.toString(), StandardOpenOption.SYNC);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("Configuration: cannot keep a copy in {}: {}", file, e.toString());
    }
  }

  private boolean has(Properties copy) {
    try {
      return Files.exists(file) && load().equals(copy);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** The path of the file. */
  @Override
  public String toString() {
    return file.toString();
  }
}
