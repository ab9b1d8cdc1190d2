package shippy.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
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

/** Checks a file before SQLite opens it. Stateless. */
final class SqliteFile {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** Shared memory, which write-ahead logging needs, does not reach across a network. */
  private static final Set<String> NETWORK =
      Set.of(
          ("nfs nfs3 nfs4 cifs smb smb2 smb3 smbfs afpfs webdav 9p ceph glusterfs lustre ncpfs"
                  + " fuse.sshfs fuse.glusterfs fuse.rclone")
              .split(" "));

  private SqliteFile() {}

  /**
   * Creates the directory for this user alone, or checks the one there. Does not change a file.
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
      requireWritable(directory);
      if (Files.exists(file)) {
        requireWritable(file);
        requireDatabase(file);
      }
    } catch (IOException e) {
      throw Problem.of(ExitCode.CONFIG, "store %s: %s".formatted(file, reason(e)))
          .withFix("--data_dir=DIRECTORY", "a directory this user may write")
          .toException(e);
    }
  }

  /** Refuses a file system of a network type. */
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
    Path name = file.getFileName();
    return Problem.of(ExitCode.CONFIG, "store %s: %s".formatted(file, how))
        .withLikely("the file is damaged, or no SQLite database; it was left as it is")
        .withFix("cd " + file.getParent(), "")
        // With its log, which SQLite would apply to a new file in its place.
        .withFix("mkdir damaged && mv %s* damaged".formatted(name), "keep it and begin empty")
        .withFix("cp BACKUP " + name, "then check: shippy fsck")
        .withFix("sqlite3 damaged/%s .recover".formatted(name), "prints what can be saved")
        .toException();
  }

  private static void requireWritable(Path path) {
    if (!Files.isWritable(path)) {
      throw Problem.of(
              ExitCode.CONFIG, "store: cannot write %s (expected: writable)".formatted(path))
          .withLikely("it belongs to another user, or its file system is mounted read-only")
          .withFix("ls -ld " + path, "")
          .withFix("findmnt -T " + path, "")
          .withFix("--data_dir=DIRECTORY", "use another directory")
          .toException();
    }
  }

  private static void requireDatabase(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Problem.of(ExitCode.CONFIG, "store %s: no regular file".formatted(file))
          .withFix("ls -ld " + file, "")
          .withFix("--data_dir=DIRECTORY", "use another directory")
          .toException();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(MAGIC.length);
      if (head.length > 0 && !Arrays.equals(head, MAGIC)) {
        throw damaged(file, "not a SQLite database");
      }
    }
  }

  /** The reason of the system; for some failures Java has only the name of the exception. */
  static String reason(IOException failure) {
    if (failure instanceof FileAlreadyExistsException e) {
      return e.getFile() + " is no directory";
    }
    boolean unsaid = failure instanceof FileSystemException e && e.getReason() == null;
    String message = failure.getMessage();
    return unsaid || message == null ? failure.toString() : message;
  }

  private static FileAttribute<?>[] forThisUserAlone(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
