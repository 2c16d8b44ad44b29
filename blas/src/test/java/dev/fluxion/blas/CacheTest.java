package dev.fluxion.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  @TempDir Path folder;
  private FileSystem jar;

  @BeforeEach
  void makeJar() throws IOException {
    Path file = folder.resolve("natives.jar");
    try (var made =
        FileSystems.newFileSystem(URI.create("jar:" + file.toUri()), Map.of("create", "true"))) {
      Files.writeString(made.getPath("first.so"), "one");
      Files.writeString(made.getPath("main.so"), "two".repeat(10_000));
    }
    jar = FileSystems.newFileSystem(file);
  }

  @AfterEach
  void closeJar() throws IOException {
    jar.close();
  }

  private List<Path> unpack() throws IOException {
    return new Cache(folder).unpack(List.of(jar.getPath("first.so"), jar.getPath("main.so")));
  }

  @Test
  void filesAreUnpackedInTheirOrder() throws IOException {
    var files = unpack();
    assertEquals("one", Files.readString(files.get(0)));
    assertEquals("two".repeat(10_000), Files.readString(files.get(1)));
    assertEquals("main.so", String.valueOf(files.get(1).getFileName()));
  }

  @Test
  void whatIsThereIsLeftAlone() throws IOException {
    var file = unpack().get(1);
    var longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, longAgo);
    assertEquals(file, unpack().get(1));
    assertEquals(longAgo, Files.getLastModifiedTime(file));
  }

  @Test
  void whatIsNotWholeIsWrittenAgain() throws IOException {
    var file = unpack().get(1);
    Files.writeString(file, "tw");
    unpack();
    assertEquals("two".repeat(10_000), Files.readString(file));
  }

  @Test
  void severalMayUnpackAtOnce() throws Exception {
    var jobs = new ArrayList<Callable<List<Path>>>();
    for (int i = 0; i < 8; i++) {
      jobs.add(this::unpack);
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var done : threads.invokeAll(jobs)) {
        assertEquals("two".repeat(10_000), Files.readString(done.get().get(1)));
      }
    }
    try (var left = Files.list(unpack().get(1).resolveSibling(""))) {
      assertEquals(2, left.count());
    }
  }

  @Test
  void aFolderThatOthersMayWriteToIsRefused() throws IOException {
    var base = folder.resolve("fluxion-" + System.getProperty("user.name"));
    assumeTrue(base.getFileSystem().supportedFileAttributeViews().contains("posix"));
    unpack();
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxrwxrwx"));
    var e = assertThrows(IOException.class, this::unpack);
    assertEquals(
        base + " must be a folder that only " + Files.getOwner(base).getName() + " may use",
        e.getMessage());
  }
}
