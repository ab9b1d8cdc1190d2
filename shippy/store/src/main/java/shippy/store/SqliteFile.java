package shippy.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** What must hold of a file before SQLite may touch it. Stateless. */
final class SqliteFile {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** Shared memory, which write-ahead logging needs, does not reach across a network. */
  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs3",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "afpfs",
          "webdav",
          "9p",
          "ceph",
          "glusterfs",
          "lustre",
          "fuse.sshfs",
          "fuse.glusterfs",
          "fuse.rclone",
          "ncpfs");

  private SqliteFile() {}

  /**
   * Makes the directory, for this user alone, and checks what is there. Does not change a file.
   *
   * @throws ProblemException with what to do
   */
  static void prepare(Path file) {
    Path directory = requireNonNull(file.getParent(), "directory");
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, forThisUserAlone(directory));
      }
      requireLocal(file, Files.getFileStore(directory).type());
      requireWritable(directory, directory);
      if (Files.exists(file)) {
        requireWritable(file, directory);
        requireDatabase(file);
      }
    } catch (IOException e) {
      throw Problem.of(ExitCode.CONFIG, "store %s: cannot be used: %s".formatted(file, e))
          .withFix("--data_dir=DIRECTORY", "a directory this user may write")
          .toException(e);
    }
  }

  /** Refuses a file system of this type if it is reached over a network. */
  static void requireLocal(Path file, String type) {
    if (NETWORK.contains(type.toLowerCase(Locale.ROOT))) {
      throw Problem.of(
              ExitCode.CONFIG,
              "store %s: on a network file system, %s (expected: a local disk)"
                  .formatted(file, type))
          .withLikely("several machines would damage a SQLite file there")
          .withFix("--data_dir=DIRECTORY", "a directory on a local disk")
          .withFix("--store=jdbc:postgresql://HOST/DATABASE", "shared by several machines")
          .toException();
    }
  }

  /** The problem of a file that SQLite finds damaged. */
  static ProblemException damaged(Path file, String how) {
    return Problem.of(ExitCode.CONFIG, "store %s: %s".formatted(file, how))
        .withLikely("the file is damaged, or no SQLite database; it was left as it is")
        .withFix("cp BACKUP " + file, "restore it, then compare both services: shippy fsck")
        .withFix(
            "sqlite3 %s .recover | sqlite3 recovered.db".formatted(file), "save what can be read")
        .withFix("mv %s %s.damaged".formatted(file, file), "or begin empty")
        .toException();
  }

  private static void requireWritable(Path path, Path directory) {
    if (!Files.isWritable(path)) {
      throw Problem.of(
              ExitCode.CONFIG, "store: cannot write %s (expected: writable)".formatted(path))
          .withLikely("it belongs to another user, or its file system is mounted read-only")
          .withFix("ls -ld " + path, "whose is it?")
          .withFix("mount -o remount,rw ...", "if " + directory + " is mounted read-only")
          .withFix("--data_dir=DIRECTORY", "another directory")
          .toException();
    }
  }

  private static void requireDatabase(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Problem.of(ExitCode.CONFIG, "store %s: no regular file".formatted(file)).toException();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(MAGIC.length);
      if (head.length > 0 && !Arrays.equals(head, MAGIC)) {
        throw damaged(file, "not a SQLite database");
      }
    }
  }

  private static FileAttribute<?>[] forThisUserAlone(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
