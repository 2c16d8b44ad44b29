package dev.fluxion.blas;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Where native libraries are unpacked, once for all programs of a user. Each version has a folder
 * of its own, named by the checksum of what is unpacked. Each file is written under a name of its
 * own and then moved, so programs that start at once see all of it or nothing.
 */
final class Cache {
  private final Path base;

  /**
   * This user's cache.
   *
   * @param temporary a folder that others may write to, such as {@code java.io.tmpdir}
   */
  Cache(Path temporary) {
    this.base = temporary.resolve("fluxion-" + System.getProperty("user.name"));
  }

  /** The same files in the cache, in the same order. They come from one jar. */
  List<Path> unpack(List<Path> files) throws IOException {
    secure();
    var main = files.getLast();
    long checksum = (Long) Files.getAttribute(main, "zip:crc");
    var folder = base.resolve(main.getFileName() + "-" + Long.toHexString(checksum));
    Files.createDirectories(folder);
    var unpacked = new ArrayList<Path>();
    for (var file : files) {
      var to = folder.resolve(String.valueOf(file.getFileName()));
      if (!Files.exists(to) || Files.size(to) != Files.size(file)) {
        write(file, to);
      }
      unpacked.add(to);
    }
    return unpacked;
  }

  /** The folder is this user's alone: whoever could write to it would run code in the program. */
  private void secure() throws IOException {
    boolean posix = base.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!posix) {
      // Elsewhere the temporary folder itself belongs to the user.
      Files.createDirectories(base);
      return;
    }
    var mine = PosixFilePermissions.fromString("rwx------");
    try {
      Files.createDirectory(base, PosixFilePermissions.asFileAttribute(mine));
    } catch (FileAlreadyExistsException e) {
      // As it is after the first time.
    }
    var probe = Files.createTempFile(base, "user", "");
    var user = Files.getOwner(probe);
    Files.delete(probe);
    if (Files.isSymbolicLink(base)
        || !Files.getOwner(base).equals(user)
        || !Files.getPosixFilePermissions(base).equals(mine)) {
      throw new IOException(base + " must be a folder that only " + user.getName() + " may use");
    }
  }

  private static void write(Path file, Path to) throws IOException {
    var part = Files.createTempFile(to.getParent(), "part", "");
    try {
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      try {
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
        Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
