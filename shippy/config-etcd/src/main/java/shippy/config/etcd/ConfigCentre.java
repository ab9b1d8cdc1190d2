package shippy.config.etcd;

import static java.util.Objects.requireNonNull;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Txn;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.ConfigFormat;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.RegistryException;
import shippy.registry.etcd.client.EtcdClient;
import shippy.registry.etcd.client.EtcdFailure;
import shippy.registry.etcd.client.EtcdUse;
import shippy.registry.etcd.format.EtcdKeys;

/**
 * Texts of settings in etcd, by key. A key is {@code /KEY}, {@code etcd:///KEY}, or a name, which
 * is short for {@code /shippy/config/NAME}. All methods ask a majority of the members, take at most
 * some seconds, and throw {@link RegistryException} if etcd does not answer, and {@link
 * ProblemException} for a malformed key. Safe for any thread.
 */
public final class ConfigCentre implements AutoCloseable {
  private final EtcdClient client;
  private final Clock clock;
  private final List<KeyFollower> followers = new CopyOnWriteArrayList<>();

  private ConfigCentre(EtcdClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * What a key holds.
   *
   * @param key begins with a slash
   * @param text the settings
   * @param revision of etcd, when it was written
   * @param createRevision when the key came into being
   * @param version how often it was written since then
   */
  public record Entry(String key, String text, long revision, long createRevision, long version) {
    public Entry {
      requireNonNull(key, "key");
      requireNonNull(text, "text");
    }

    /** The size of the text. */
    public int bytes() {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /**
   * The versions of a key, newest first.
   *
   * @param compacted whether etcd has forgotten older ones
   */
  public record History(List<Entry> entries, boolean compacted) {
    public History {
      entries = List.copyOf(entries);
    }
  }

  /** What keys hold at a revision of etcd, in their order. */
  record Found(long revision, List<Entry> entries) {
    Found {
      entries = List.copyOf(entries);
    }
  }

  /** Is told what keys hold. Calls come one after the other. */
  public interface Listener {
    /** What they hold now; empty if there are none. Of close changes only the last may be told. */
    void changed(List<Entry> entries);

    /** Nothing is known of them now, until {@link #changed} is called. */
    void failed(Problem problem);
  }

  /** Tells a listener until it is closed. */
  public interface Watch extends AutoCloseable {
    /** Idempotent; does not wait. */
    @Override
    void close();
  }

  /**
   * Does not connect yet. Takes {@code --config_address}, else the address of an etcd registry.
   *
   * @throws ProblemException if a setting is malformed
   */
  public static ConfigCentre open(Config config, Clock clock) {
    return open(config, clock, ConfigKey.ROOT);
  }

  /** The same for other keys, for messages. */
  static ConfigCentre open(Config config, Clock clock, String keys) {
    boolean own = config.find(Settings.CONFIG_ADDRESS).isPresent();
    boolean registry = !own && config.get(Settings.REGISTRY).equals("etcd");
    Setting<String> address = registry ? Settings.REGISTRY_ADDRESS : Settings.CONFIG_ADDRESS;
    Problem.Fix without = new Problem.Fix("--config=FILE", "do without etcd");
    EtcdUse use = new EtcdUse(address, keys, without);
    return new ConfigCentre(new EtcdClient(config, use, clock), clock);
  }

  /** For messages. */
  public String location() {
    return client.options().location();
  }

  /** What a key holds now. */
  public Optional<Entry> get(String key) {
    return first(read(ConfigKey.single(key), 0));
  }

  /**
   * What a key held when etcd had this revision.
   *
   * @throws ProblemException if there is no such revision, or etcd has forgotten it
   */
  public Optional<Entry> get(String key, long revision) {
    ConfigKey named = ConfigKey.single(key);
    long last = read(named, 0).revision();
    if (revision < 1 || revision > last) {
      throw Problem.of(ExitCode.USAGE, "revision %d (expected: 1 to %d)".formatted(revision, last))
          .withFix("shippy config history " + key, "list them")
          .toException();
    }
    try {
      return first(read(named, revision));
    } catch (RegistryException e) {
      if (EtcdFailure.in(e).isCompacted()) {
        throw Problem.of(ExitCode.FAILED, "revision %d: etcd has forgotten it".formatted(revision))
            .withLikely("older revisions were compacted away, as etcd is told to")
            .withFix("shippy config history " + key, "list those that it remembers")
            .toException(e);
      }
      throw e;
    }
  }

  /** What keys hold at a revision; 0 is now. */
  Found read(ConfigKey key, long revision) {
    return KeyValueReader.found(
        key, client.begin("read " + key.text()).ask(request(key, revision)));
  }

  private static Optional<Entry> first(Found found) {
    return found.entries().stream().findFirst();
  }

  /**
   * The keys with a prefix, which ends with a slash.
   *
   * @throws ProblemException also if there are more than 1 000, or one holds more than settings can
   */
  public List<Entry> list(String prefix) {
    ConfigKey key = ConfigKey.of(prefix.endsWith("/") ? prefix : prefix + "/");
    return read(key, 0).entries();
  }

  /** The same as {@link #list} or {@link #get} without waiting. */
  CompletableFuture<Found> find(ConfigKey key) {
    EtcdClient.Operation operation = client.begin("read " + key.text());
    return operation
        .explained(operation.call(request(key, 0)))
        .thenApply(response -> KeyValueReader.found(key, response));
  }

  /**
   * Writes a key if it still has this revision; 0 if there must be no such key. A text that is
   * there already counts as written.
   *
   * @return what the key holds now
   * @throws ConfigConflict if it has another revision
   * @throws ProblemException also if the text is longer than 64 KiB
   */
  public Entry put(String key, String text, long ifRevision) {
    ConfigKey named = ConfigKey.single(key);
    if (text.length() > ConfigFormat.MAX_CHARACTERS) {
      throw KeyValueReader.tooLong(named.text(), text.length() + " characters");
    }
    ByteSequence name = EtcdKeys.bytes(named.text());
    Op.GetOp get = Op.get(name, GetOption.DEFAULT);
    TxnResponse answer =
        client
            .begin("write " + named.text())
            .ask(
                jetcd -> {
                  Txn txn = jetcd.getKVClient().txn();
                  return txn.If(new Cmp(name, Cmp.Op.EQUAL, CmpTarget.modRevision(ifRevision)))
                      .Then(Op.put(name, EtcdKeys.bytes(text), PutOption.DEFAULT), get)
                      .Else(get)
                      .commit();
                });
    Optional<Entry> now = first(KeyValueReader.found(named, answer.getGetResponses().get(0)));
    // Sent twice after a lost answer, the second attempt finds what the first has written.
    return now.filter(entry -> answer.isSucceeded() || entry.text().equals(text))
        .orElseThrow(() -> new ConfigConflict(named.text(), ifRevision, now));
  }

  /** Refuses a text for a key of go-micro's tree that has a setting of another key there. */
  public void requireFit(ConfigKey key, String text, String source) {
    if (key.isInTree()) {
      GoMicroTree.requireFit(list(GoMicroTree.ROOT.text()), key, text, source);
    }
  }

  /** The last versions of a key since it was created, as far as etcd remembers them. */
  public History history(String key, int most) {
    ConfigKey named = ConfigKey.single(key);
    List<Entry> entries = new ArrayList<>();
    Optional<Entry> next = get(named.text());
    while (next.isPresent()) {
      Entry entry = next.get();
      entries.add(entry);
      if (entries.size() >= most || entry.revision() == entry.createRevision()) {
        break;
      }
      try {
        next = first(read(named, entry.revision() - 1));
      } catch (RegistryException e) {
        if (EtcdFailure.in(e).isCompacted()) {
          return new History(entries, true);
        }
        throw e;
      }
    }
    return new History(entries, false);
  }

  /**
   * Tells what a key holds, now and after each change, until the result is closed. For a key that
   * ends with a slash these are all keys below it.
   */
  public Watch watch(String key, Listener listener) {
    KeyFollower follower = follower(ConfigKey.of(key), listener);
    follower.start(Optional.empty(), Optional.empty());
    return follower;
  }

  /** One that is not started. */
  KeyFollower follower(ConfigKey key, Listener listener) {
    KeyFollower follower = new KeyFollower(this, key, clock, listener);
    followers.add(follower);
    return follower;
  }

  /** The client of jetcd, for watches. */
  Client jetcd() {
    return client.jetcd();
  }

  /** Ends its watches as well, but does not tell them. Idempotent. */
  @Override
  public void close() {
    followers.forEach(KeyFollower::close);
    client.close();
  }

  private static Function<Client, CompletableFuture<GetResponse>> request(
      ConfigKey key, long revision) {
    GetOption.Builder option = GetOption.builder().withRevision(revision);
    if (key.isTree()) {
      option.withRange(EtcdKeys.end(key.text())).withLimit(KeyValueReader.MAX_KEYS);
    }
    return jetcd -> jetcd.getKVClient().get(EtcdKeys.bytes(key.text()), option.build());
  }
}
